package dev.mooring.hostagent.configuration;

import dev.mooring.capacity.command.Combinations;
import dev.mooring.capacity.command.Program;
import dev.mooring.capacity.output.ExitCode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the agent: reads the file, and hands a checked configuration on. */
@Command(
        name = "mooring-agent",
        description = "Joins this host to its load balancer once it is verified; drains and leaves when it ends.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli fills the option
public final class AgentCommand implements Callable<Integer> {
    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "Properties of the agent, such as auto-scaling-group=fleet.")
    private Path config;

    @Option(
            names = "--host-id-into",
            paramLabel = "FILE",
            description = "Only write this host's number, the end of its private address, into the server's properties"
                    + " as host-id. To be done before the server starts.")
    private @Nullable Path serverProperties;

    @Option(
            names = "--fetch-secrets",
            description = "Only write the host's certificate and keys from Secrets Manager into their files. To be done"
                    + " before the server starts.")
    private boolean fetchSecrets;

    private final Task program;

    /** What is run with the configuration. */
    public interface Task {
        /** Returns when the host has left, or the agent is to stop. */
        void run(AgentConfiguration configuration) throws Exception;

        /** Gives the host its number in the server's properties. */
        void number(Path serverProperties) throws Exception;

        /** Writes the files of certificate and keys. */
        void secrets(AgentConfiguration configuration) throws Exception;
    }

    private AgentCommand(Task program) {
        this.program = program;
    }

    /** Runs the command line and returns its exit code. */
    public static int execute(String[] arguments, Task program) {
        return Program.run(shaped(new AgentCommand(program)), arguments);
    }

    /** The command line that runs nothing, for its help. */
    public static CommandLine commandLine() {
        return shaped(new AgentCommand(new Task() {
            @Override
            public void run(AgentConfiguration configuration) {}

            @Override
            public void number(Path serverProperties) {}

            @Override
            public void secrets(AgentConfiguration configuration) {}
        }));
    }

    private static CommandLine shaped(AgentCommand command) {
        CommandLine line = Combinations.refuse(new CommandLine(command), "--host-id-into", "--fetch-secrets");
        return Program.shaped(line, ExitCode.FAILED);
    }

    @Override
    public Integer call() throws Exception {
        AgentConfiguration configuration = AgentProperties.read(config);
        if (serverProperties != null) {
            program.number(serverProperties);
        } else if (fetchSecrets) {
            program.secrets(configuration);
        } else {
            program.run(configuration);
        }
        return 0;
    }
}
