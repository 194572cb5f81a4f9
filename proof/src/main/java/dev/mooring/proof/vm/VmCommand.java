package dev.mooring.proof.vm;

import static java.util.Objects.requireNonNull;

import dev.mooring.capacity.RefusedException;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.loadgenerator.report.Machine;
import dev.mooring.proof.process.ChildProcesses;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code proof/vm}. Exit codes: 0 held, 1 did not, 64 wrong usage. */
@Command(
        name = "proof/vm",
        description =
                "Boots a virtual machine with the synthesized user-data, verifies it over SSH, holds connections in"
                        + " it, reboots it, and verifies again.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        footer = "Exit codes: 0 all were held, 1 not, 64 wrong usage.",
        exitCodeOnInvalidInput = 64)
public final class VmCommand implements Callable<Integer> {
    private static final long QUICK_CONNECTIONS = 20_000;
    private static final Duration QUICK_HOLD = Duration.ofSeconds(30);

    @Option(names = "--quick", description = "20,000 connections, held for 30s: a look in some ten minutes.")
    private boolean quick;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "600000",
            description = "How many to hold. Default: ${DEFAULT-VALUE}.")
    private long connections;

    @Option(
            names = "--hold",
            paramLabel = "TIME",
            defaultValue = "30m",
            description = "How long, once all are open. Default: ${DEFAULT-VALUE}.")
    private String hold = "";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Another input of the fleet than cdk.json's, as in keepalive=300s; repeatable.")
    private Map<String, String> changes = new LinkedHashMap<>();

    @Option(
            names = "--results",
            paramLabel = "PATH",
            description = "Write PATH.md, PATH.json and PATH.html. Default: target/vm/result.")
    private @Nullable Path results;

    @Option(names = "--root", hidden = true, required = true, description = "The project's root, from the launcher.")
    private Path root = Path.of("");

    @Spec
    private @Nullable CommandSpec specification;

    private VmCommand() {}

    static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new VmCommand())
                .setParameterExceptionHandler((failure, arguments) -> {
                    failure.getCommandLine()
                            .getErr()
                            .println("proof/vm: " + failure.getMessage() + "; see proof/vm --help");
                    return 64;
                })
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println("proof/vm: " + failure.getMessage());
                    return failure instanceof RefusedException ? 64 : 1;
                });
    }

    private CommandLine line() {
        return requireNonNull(specification).commandLine();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path project = root.toAbsolutePath().normalize();
        Path work = Files.createDirectories(project.resolve("target/vm"));
        if (connections > 600_000) {
            changes.putIfAbsent("connections", Long.toString(connections));
        }
        VmInputs inputs = VmInputs.of(
                project,
                work,
                changes,
                quick ? QUICK_CONNECTIONS : connections,
                quick ? QUICK_HOLD : DurationText.parse("hold", hold));
        PrintWriter out = line().getOut();
        try (ChildProcesses children = new ChildProcesses()) {
            VmResult result = new VmRun(project, work, inputs, children, out).run(about(children, project));
            write(result, work);
            return result.held() ? 0 : 1;
        }
    }

    private void write(VmResult result, Path work) throws IOException {
        Path base = results == null ? work.resolve("result") : results.toAbsolutePath();
        String name = base.getFileName().toString();
        VmReport report = new VmReport(result);
        String title = String.format(
                Locale.ROOT,
                "%,d connections on one booted host",
                result.inputs().connections());
        Files.writeString(base.resolveSibling(name + ".md"), report.markdown(title, name));
        Files.writeString(base.resolveSibling(name + ".json"), report.json());
        Files.copy(
                work.resolve("swarm.html"), base.resolveSibling(name + ".html"), StandardCopyOption.REPLACE_EXISTING);
        PrintWriter out = line().getOut();
        out.print(report.markdown(title, name));
        out.flush();
    }

    private Map<String, String> about(ChildProcesses children, Path project) throws IOException, InterruptedException {
        Machine here = Machine.here(command(), Instant.now());
        Map<String, String> about = new LinkedHashMap<>();
        about.put("command", "`" + here.command() + "`");
        about.put("date", here.date());
        about.put(
                "commit",
                children.run(project, List.of("git", "describe", "--always", "--dirty"))
                        .strip());
        about.put("emulated on", here.processor() + ", " + here.processors() + " processors, " + here.kernel());
        return about;
    }

    private String command() {
        StringBuilder command = new StringBuilder("proof/vm");
        if (quick) {
            return command.append(" --quick").toString();
        }
        command.append(" --connections ").append(connections).append(" --hold ").append(hold);
        changes.forEach((key, value) ->
                command.append(" --set ").append(key).append('=').append(value));
        return command.toString();
    }
}
