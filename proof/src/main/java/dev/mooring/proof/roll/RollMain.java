package dev.mooring.proof.roll;

import static java.util.Objects.requireNonNull;

import dev.mooring.capacity.command.DurationConverter;
import dev.mooring.capacity.command.Program;
import dev.mooring.capacity.output.ExitCode;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.shipped.ShippedPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code proof/roll}. */
@Command(
        name = "proof/roll",
        description =
                "Replaces a server with another behind a load balancer, on this machine, and measures the return.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class RollMain implements Callable<Integer> {
    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many the leaving server holds. Default: ${DEFAULT-VALUE}.")
    private int connections;

    @Option(
            names = "--drain-window",
            paramLabel = "TIME",
            defaultValue = "15s",
            description = "Time in which it closes them. Default: ${DEFAULT-VALUE}, 667 a second as planned.")
    private Duration drainWindow = Duration.ZERO;

    @Option(names = "--root", hidden = true, required = true, description = "The project's root, from the launcher.")
    private Path root = Path.of("");

    @Spec
    private @Nullable CommandSpec specification;

    private RollMain() {}

    static void main(String[] arguments) {
        System.exit(Program.run(commandLine(), arguments));
    }

    public static CommandLine commandLine() {
        return Program.shaped(
                new CommandLine(new RollMain()).registerConverter(Duration.class, new DurationConverter()),
                ExitCode.FAILED,
                ExitCode.NOT_WRITTEN);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RollPlan plan = new RollPlan(connections, drainWindow);
        Path folder = Files.createDirectories(root.resolve("proof/target/roll"));
        try (ChildProcesses children = new ChildProcesses()) {
            RollFigures figures = new Roll(plan, new ShippedPrograms(root), children, folder).run();
            List<String> problems = figures.problems();
            CommandLine console = requireNonNull(specification).commandLine();
            console.getOut().print(figures);
            console.getOut().flush();
            problems.forEach(problem -> console.getErr().println("proof/roll: " + problem));
            return problems.isEmpty() ? 0 : 1;
        }
    }
}
