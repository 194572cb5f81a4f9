package dev.mooring.proof.roll;

import static java.util.Objects.requireNonNull;

import dev.mooring.capacity.Front;
import dev.mooring.capacity.command.Combinations;
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
                "Replaces every host of a fleet on this machine, while clients come, and counts who is refused or lost.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class RollMain implements Callable<Integer> {
    @Option(
            names = "--front",
            paramLabel = "FRONT",
            defaultValue = "nlb",
            description = "nlb: a load balancer; direct: a name of addresses. Default: ${DEFAULT-VALUE}.")
    private Front front = Front.NLB;

    @Option(
            names = "--hosts",
            paramLabel = "N",
            defaultValue = "2",
            description = "How many are replaced, one after the other. Default: ${DEFAULT-VALUE}.")
    private int hosts;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "5000",
            description = "How many they hold together. Default: ${DEFAULT-VALUE}.")
    private int connections;

    @Option(
            names = "--newcomers",
            paramLabel = "N",
            defaultValue = "10000",
            description = "New connections that come meanwhile, at least. Default: ${DEFAULT-VALUE}.")
    private int newcomers;

    @Option(
            names = "--drain-window",
            paramLabel = "TIME",
            defaultValue = "15s",
            description = "Time in which a host closes its connections. Default: ${DEFAULT-VALUE}.")
    private Duration drainWindow = Duration.ZERO;

    @Option(
            names = "--speed",
            paramLabel = "N",
            defaultValue = "4",
            description =
                    "How many seconds of AWS pass in one: at 1 clients are sent for 120 s to a host that was taken "
                            + "out. Default: ${DEFAULT-VALUE}.")
    private int speed;

    @Option(
            names = "--kill",
            description = "Kill one of three hosts instead, of which one is spare, and measure when all are back.")
    private boolean kill;

    @Option(
            names = "--cap",
            paramLabel = "N",
            description = "With --kill: connections that a host admits. Default: half of all, so that both are full.")
    private @Nullable Integer cap;

    @Option(names = "--root", hidden = true, required = true, description = "The project's root, from the launcher.")
    private Path root = Path.of("");

    @Spec
    private @Nullable CommandSpec specification;

    private RollMain() {}

    static void main(String[] arguments) {
        System.exit(Program.run(commandLine(), arguments));
    }

    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new RollMain())
                .registerConverter(Front.class, text -> Front.parse("front", text))
                .registerConverter(Duration.class, new DurationConverter());
        Combinations.refuse(line, "--kill", "--front", "--hosts", "--newcomers", "--drain-window", "--speed");
        Combinations.require(line, "--cap", "--kill");
        return Program.shaped(line, ExitCode.FAILED);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        return kill ? kill() : roll();
    }

    private int kill() throws IOException, InterruptedException {
        KillPlan plan = cap == null ? KillPlan.tight(connections) : new KillPlan(connections, cap);
        Path folder = Files.createDirectories(root.resolve("proof/target/kill"));
        try (ChildProcesses children = new ChildProcesses()) {
            KillFigures figures = new Kill(plan, new ShippedPrograms(root), children, folder).run();
            return say(figures.toString(), figures.problems());
        }
    }

    private int roll() throws IOException, InterruptedException {
        RollPlan plan = new RollPlan(front, hosts, connections, newcomers, drainWindow, speed);
        Path folder = Files.createDirectories(root.resolve("proof/target/roll"));
        try (ChildProcesses children = new ChildProcesses()) {
            RollFigures figures = new Roll(plan, new ShippedPrograms(root), children, folder).run();
            return say(figures.toString(), figures.problems());
        }
    }

    private int say(String figures, List<String> problems) {
        CommandLine console = requireNonNull(specification).commandLine();
        console.getOut().print(figures);
        console.getOut().flush();
        problems.forEach(problem -> console.getErr().println("proof/roll: " + problem));
        return problems.isEmpty() ? 0 : 1;
    }
}
