package dev.mooring.proof.vm;

import static java.util.Objects.requireNonNull;

import dev.mooring.capacity.command.Combinations;
import dev.mooring.capacity.command.DurationConverter;
import dev.mooring.capacity.command.Program;
import dev.mooring.capacity.kernel.Machine;
import dev.mooring.capacity.output.ExitCode;
import dev.mooring.capacity.output.ReportFile;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.workbench.process.ChildProcesses;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code proof/vm}. */
@Command(
        name = "proof/vm",
        description =
                "Boots a virtual machine with the synthesized user-data, verifies it over SSH, holds connections in"
                        + " it, reboots it, and verifies again.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class VmCommand implements Callable<Integer> {
    @Option(names = "--quick", description = "20,000 connections, held for 30s: a look in some ten minutes.")
    private boolean quick;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "How many to hold; the fleet is made for more where that takes it. Default: the fleet's own.")
    private @Nullable Long connections;

    @Option(
            names = "--hold",
            paramLabel = "TIME",
            defaultValue = "30m",
            description = "How long, once all are open. Default: ${DEFAULT-VALUE}.")
    private Duration hold = Duration.ZERO;

    @Option(names = "--fleet", paramLabel = "FILE", description = "Another file of the form of cdk.json.")
    private @Nullable Path fleet;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "Another input of the fleet than the file's, as in keepalive=300s; repeatable. With tls=host over wss.")
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
        System.exit(Program.run(commandLine(), arguments));
    }

    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new VmCommand()).registerConverter(Duration.class, new DurationConverter());
        Combinations.refuse(line, "--quick", "--connections", "--hold");
        return Program.shaped(line, ExitCode.FAILED);
    }

    private CommandLine line() {
        return requireNonNull(specification).commandLine();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path project = root.toAbsolutePath().normalize();
        Path work = Files.createDirectories(project.resolve("target/vm"));
        requireResultsFolder();
        VmInputs inputs = inputs(project, work);
        PrintWriter out = line().getOut();
        try (ChildProcesses children = new ChildProcesses()) {
            VmResult result = new VmRun(project, work, inputs, children, out).run(about(children, project, inputs));
            write(result, work);
            return result.held() ? 0 : 1;
        }
    }

    /** A run takes hours: it must not end where its result cannot be written. */
    private void requireResultsFolder() {
        if (results == null) {
            return;
        }
        Path folder = results.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw RefusedException.of(
                    "results", results, "is not in", "a writable directory", "make it, or give another path");
        }
    }

    private VmInputs inputs(Path project, Path work) throws IOException {
        if (connections != null && connections < 1) {
            throw RefusedException.of("connections", connections, "is less than", 1, "give how many to hold");
        }
        Path file = fleet == null ? project.resolve("cdk.json") : fleet;
        if (quick) {
            return VmInputs.quick(project, file, work, changes);
        }
        OptionalLong asked = connections == null ? OptionalLong.empty() : OptionalLong.of(connections);
        return VmInputs.of(project, file, work, changes, asked, hold);
    }

    /** To target/vm first: it is kept there, whatever has become of the other path meanwhile. */
    void write(VmResult result, Path work) throws IOException {
        Path swarm = work.resolve("swarm.html");
        String text = write(result, work.resolve("result"), swarm);
        if (results != null) {
            text = write(result, results.toAbsolutePath(), swarm);
        }
        PrintWriter out = line().getOut();
        out.print(text);
        out.flush();
    }

    private static String write(VmResult result, Path base, Path swarm) throws IOException {
        String name = base.getFileName().toString();
        VmReport report = new VmReport(result);
        String title = String.format(
                Locale.ROOT,
                "%,d connections on one booted host",
                result.inputs().connections());
        String text = report.markdown(title, name);
        Map<ReportFile, ReportFile.Text> texts = new LinkedHashMap<>();
        texts.put(result(base, ".md"), () -> text);
        texts.put(result(base, ".json"), report::json);
        texts.put(result(base, ".html"), () -> Files.readString(swarm));
        ReportFile.write(texts);
        return text;
    }

    private static ReportFile result(Path base, String ending) {
        return new ReportFile("results", base.resolveSibling(base.getFileName() + ending));
    }

    private Map<String, String> about(ChildProcesses children, Path project, VmInputs inputs)
            throws IOException, InterruptedException {
        Machine here = Machine.here(command(inputs), Instant.now());
        Map<String, String> about = new LinkedHashMap<>();
        about.put("command", "`" + here.command() + "`");
        about.put("date", here.date());
        about.put(
                "commit",
                children.run(project, List.of("git", "describe", "--always", "--dirty"))
                        .strip());
        about.put(
                "emulated on",
                here.processor().model() + ", " + here.processor().count() + " processors, " + here.kernel());
        return about;
    }

    String command(VmInputs inputs) {
        StringBuilder command = new StringBuilder("proof/vm");
        if (quick) {
            command.append(" --quick");
        } else {
            command.append(" --connections ")
                    .append(inputs.connections())
                    .append(" --hold ")
                    .append(DurationText.format(hold));
        }
        if (fleet != null) {
            command.append(" --fleet ").append(fleet);
        }
        changes.forEach((key, value) ->
                command.append(" --set ").append(key).append('=').append(value));
        return command.toString();
    }
}
