package dev.mooring.server.configuration;

import dev.mooring.capacity.command.Program;
import dev.mooring.capacity.output.ExitCode;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.ServerConfiguration;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.ToIntBiFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The command line of the server: reads all sources, and hands a checked configuration on. */
@Command(
        name = "mooring-server",
        customSynopsis = "mooring-server [--KEY=VALUE ...]",
        description = "Holds WebSocket connections.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 100,
        showDefaultValues = true,
        footer = {
            "",
            "Every key may also be set in the --config file (pong-timeout=20s)",
            "or in the environment (MOORING_PONG_TIMEOUT=20s); the command line wins, then the environment."
        })
@SuppressWarnings("NullAway.Init") // picocli fills the mixin
public final class ServerCommand implements Callable<Integer> {
    @Mixin
    ServerOptions options;

    @Mixin
    TlsOptions tls;

    @Mixin
    MessagingOptions messaging;

    @Mixin
    EngineOptions engine;

    @Mixin
    AccessOptions access;

    private final int processors;
    private final Run run;

    /** What is done with the settings. */
    @FunctionalInterface
    public interface Run {
        /** Returns the exit code. */
        int run(
                ServerConfiguration configuration,
                MessagingOptions messaging,
                EngineOptions engine,
                AccessOptions access);
    }

    private ServerCommand(int processors, Run run) {
        this.processors = processors;
        this.run = run;
    }

    /** Runs the command line where messages do not matter. */
    public static int execute(
            String[] arguments,
            Map<String, String> environment,
            int processors,
            ToIntFunction<ServerConfiguration> run) {
        return execute(arguments, environment, processors, (configuration, _) -> run.applyAsInt(configuration));
    }

    /** Runs the command line where everybody may connect. */
    public static int execute(
            String[] arguments,
            Map<String, String> environment,
            int processors,
            ToIntBiFunction<ServerConfiguration, MessagingOptions> run) {
        return execute(
                arguments,
                environment,
                processors,
                (configuration, messaging, _, _) -> run.applyAsInt(configuration, messaging));
    }

    /**
     * Runs the command line.
     *
     * @param run what to do with the configuration; returns the exit code
     * @return the exit code: 64 when the arguments or another source were refused, 69 when what they ask for is not to be had
     *     now, 74 when the help could not be written, each after one sentence on standard error
     */
    public static int execute(String[] arguments, Map<String, String> environment, int processors, Run run) {
        CommandLine commandLine = shaped(new ServerCommand(processors, run));
        if (asksForHelp(arguments)) {
            // The defaults it shows are the program's, and it is there when the environment or the file is wrong.
            return Program.run(commandLine, arguments);
        }
        try {
            Set<String> keys = keys(commandLine);
            SettingSources sources = SettingSources.read(keys, environment, configPath(arguments, environment));
            requireWordsForFlags(commandLine, sources);
            commandLine.setDefaultValueProvider(new FromSources(sources));
        } catch (RefusedException refused) {
            return Program.refused(commandLine, refused);
        }
        return commandLine.execute(arguments);
    }

    /** The command line as it is without a file and an environment, for its help. */
    public static CommandLine commandLine() {
        return shaped(new ServerCommand(1, (configuration, messaging, engine, access) -> 0));
    }

    private static CommandLine shaped(ServerCommand command) {
        return Program.shaped(new CommandLine(command), ExitCode.UNAVAILABLE, ExitCode.TERMINATED);
    }

    @Override
    public Integer call() {
        ServerConfiguration plain = options.read(processors);
        ServerConfiguration configuration = tls.settings()
                .map(secured -> plain.toBuilder().tls(secured).build())
                .orElse(plain);
        messaging.requireUsed(options.handler, engine.isGiven());
        messaging.requireOwnPort(configuration);
        return run.run(configuration, messaging, engine, access);
    }

    /** picocli gives defaults before it parses, so the file's path is looked up first; of several the last counts. */
    private static Optional<Path> configPath(String[] arguments, Map<String, String> environment) {
        for (int i = arguments.length - 1; i >= 0; i--) {
            if (arguments[i].startsWith("--config=")) {
                return Optional.of(path(arguments[i].substring("--config=".length())));
            }
            if (arguments[i].equals("--config") && i + 1 < arguments.length) {
                return Optional.of(path(arguments[i + 1]));
            }
        }
        return Optional.ofNullable(environment.get("MOORING_CONFIG")).map(ServerCommand::path);
    }

    /** A locale of ASCII alone, which services start with, has no name for a file with other letters. */
    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException unnamable) {
            throw RefusedException.of(
                    "config", text, "is not", "a path in this locale", "set LC_ALL=C.UTF-8 or name the file in ASCII");
        }
    }

    private static boolean asksForHelp(String[] arguments) {
        return Arrays.stream(arguments).anyMatch(Set.of("--help", "-h", "--version", "-V")::contains);
    }

    /** Outside of the command line a flag has a word, and none is no answer: picocli would take it for no. */
    private static void requireWordsForFlags(CommandLine commandLine, SettingSources sources) {
        for (OptionSpec option : commandLine.getCommandSpec().options()) {
            boolean empty = option.typeInfo().isBoolean()
                    && sources.value(key(option)).map(String::isBlank).orElse(false);
            if (empty) {
                throw RefusedException.of(key(option), "", "is neither", "true nor false", "choose one of them");
            }
        }
    }

    private static Set<String> keys(CommandLine commandLine) {
        return commandLine.getCommandSpec().options().stream()
                .map(ServerCommand::key)
                .filter(key -> !key.equals("help") && !key.equals("version"))
                .collect(Collectors.toSet());
    }

    private static String key(OptionSpec option) {
        return option.longestName().substring(2);
    }

    private record FromSources(SettingSources sources) implements IDefaultValueProvider {
        @Override
        public @org.jspecify.annotations.Nullable String defaultValue(ArgSpec argument) {
            return argument instanceof OptionSpec option
                    ? sources.value(key(option)).orElse(null)
                    : null;
        }
    }
}
