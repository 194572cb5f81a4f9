package dev.mooring.rehearsal;

import static java.util.Objects.requireNonNull;

import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.CapacityPlanner;
import dev.mooring.capacity.FleetSpec;
import dev.mooring.capacity.command.DurationConverter;
import dev.mooring.capacity.command.Program;
import dev.mooring.capacity.kernel.GrantedHostReader;
import dev.mooring.capacity.kernel.Machine;
import dev.mooring.capacity.output.ExitCode;
import dev.mooring.capacity.output.ReportFile;
import dev.mooring.capacity.project.ProjectFile;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.rehearsal.fleet.FleetRehearsal;
import dev.mooring.rehearsal.fleet.FleetResult;
import dev.mooring.rehearsal.measure.HostFindings;
import dev.mooring.rehearsal.measure.RehearsalResult;
import dev.mooring.rehearsal.report.HtmlReport;
import dev.mooring.rehearsal.report.JsonReport;
import dev.mooring.rehearsal.report.Quantity;
import dev.mooring.rehearsal.report.Report;
import dev.mooring.rehearsal.report.Screen;
import dev.mooring.rehearsal.report.Sections;
import dev.mooring.workbench.process.ChildProcesses;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code rehearse}. */
@Command(
        name = "rehearse",
        description = "Does the main job on this machine: starts the server, opens connections, measures, drains.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class RehearseMain implements Callable<Integer> {
    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "15000",
            description = "How many to hold; fewer where this machine carries fewer. Default: ${DEFAULT-VALUE}.")
    private long connections;

    @Option(
            names = "--keepalive",
            paramLabel = "TIME",
            defaultValue = "5s",
            description = "Time between two pings to one peer, short for a rehearsal. Default: ${DEFAULT-VALUE}.")
    private Duration keepalive = Duration.ZERO;

    @Option(
            names = "--drain-window",
            paramLabel = "TIME",
            defaultValue = "5s",
            description = "Time in which the server closes everybody. Default: ${DEFAULT-VALUE}.")
    private Duration drainWindow = Duration.ZERO;

    @Option(
            names = "--hosts",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "2 for two servers and an engine between them, redis-server: messages from either to either, and"
                            + " the engine killed. Default: ${DEFAULT-VALUE}.")
    private int hosts;

    @Option(
            names = "--fleet",
            paramLabel = "FILE",
            description = "Another file of the form of cdk.json, whose plan and stack are shown.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    @Option(names = "--root", hidden = true, required = true, description = "The project's root, from the launcher.")
    private Path root = Path.of("");

    @Option(names = "--stack", hidden = true, description = "The stack's app is built, says the launcher.")
    private boolean stack;

    @Spec
    private @Nullable CommandSpec specification;

    private final OrderlyStop orderlyStop;

    private RehearseMain(OrderlyStop orderlyStop) {
        this.orderlyStop = orderlyStop;
    }

    static void main(String[] arguments) {
        OrderlyStop orderlyStop = OrderlyStop.ofProgram();
        orderlyStop.listen();
        int code = Program.run(commandLine(orderlyStop), arguments);
        orderlyStop.ended();
        System.exit(code);
    }

    static CommandLine commandLine(OrderlyStop orderlyStop) {
        return Program.shaped(
                new CommandLine(new RehearseMain(orderlyStop))
                        .registerConverter(Duration.class, new DurationConverter()),
                ExitCode.FAILED,
                ExitCode.TERMINATED);
    }

    /** The command line that hears no signal, for its help. */
    public static CommandLine commandLine() {
        return commandLine(OrderlyStop.ofProgram());
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path project = root.toAbsolutePath();
        RehearsalWorkspace workspace = new RehearsalWorkspace(
                project, file.orElse(project.resolve("cdk.json")).toAbsolutePath());
        if (hosts < 1 || hosts > 2) {
            throw RefusedException.of("hosts", hosts, "is outside", "1-2", "give 2 for a fleet, 1 for a host");
        }
        if (hosts == 2) {
            return fleet(workspace);
        }
        CapacityPlan fleet = CapacityPlanner.plan(
                FleetSpec.of(ProjectFile.read(workspace.fleet()).inputs()));
        RehearsalPlan plan = RehearsalPlan.of(
                connections,
                keepalive,
                drainWindow,
                new GrantedHostReader(Path.of("/")).read(fleet.host().heap().heap()));
        Steps steps = new Steps(console().getErr());
        steps.begin("plan", shortForm(fleet));
        plan.lowered().ifPresent(reason -> steps.begin("limit", reason));
        Machine machine = Machine.here("./rehearse --connections " + plan.connections(), Instant.now());
        try (ChildProcesses children = orderlyStop.children()) {
            Rehearsal rehearsal = new Rehearsal(plan, workspace, children, orderlyStop.stop(), steps, stack);
            rehearsal.run();
            RehearsalResult result = rehearsal.result();
            Optional<HostFindings> host =
                    result.interrupted() ? Optional.empty() : verified(children, workspace, steps);
            Report report = new Report(
                    machine,
                    result.took(),
                    result.interrupted(),
                    result.problems(),
                    Sections.of(result, fleet, host),
                    Sections.details(result));
            write(report, workspace, rehearsal.swarmPage());
            return result.passed() ? 0 : 1;
        }
    }

    /** Two hosts and what is between them. */
    private int fleet(RehearsalWorkspace workspace) throws IOException, InterruptedException {
        Steps steps = new Steps(console().getErr());
        Machine machine = Machine.here("./rehearse --hosts 2", Instant.now());
        long began = System.nanoTime();
        try (ChildProcesses children = orderlyStop.children()) {
            FleetResult result = new FleetRehearsal(
                            workspace.programs().server(),
                            workspace.output(),
                            children,
                            orderlyStop.stop(),
                            steps::begin)
                    .run();
            Report report = new Report(
                    machine,
                    Duration.ofNanos(System.nanoTime() - began),
                    orderlyStop.stop().isRequested(),
                    result.problems(),
                    result.sections(),
                    List.of());
            write(report, workspace, Optional.empty());
            return result.problems().isEmpty() ? 0 : 1;
        }
    }

    /** What verify finds of this machine; nothing when there is no sshd to log in by, which is said. */
    private static Optional<HostFindings> verified(ChildProcesses children, RehearsalWorkspace workspace, Steps steps)
            throws InterruptedException {
        if (!VerifyRun.possible()) {
            steps.begin("verify", "left out, no /usr/sbin/sshd; install it: sudo apt-get install openssh-server");
            return Optional.empty();
        }
        steps.begin("verify", "this host's kernel limits, over an sshd of its own");
        try {
            return Optional.of(HostFindings.of(new VerifyRun(workspace).run(children)));
        } catch (IOException failed) {
            steps.begin("verify", "failed: " + failed.getMessage());
            return Optional.empty();
        }
    }

    private void write(Report report, RehearsalWorkspace workspace, Optional<String> swarmPage) throws IOException {
        Path page = workspace.output().resolve("report.html");
        console()
                .getOut()
                .print(
                        json
                                ? JsonReport.of(report)
                                : Screen.of(report, workspace.root().relativize(page), swarmPage.isPresent()));
        console().getOut().flush();
        Map<ReportFile, ReportFile.Text> texts = new LinkedHashMap<>();
        texts.put(new ReportFile("report", page), () -> HtmlReport.of(report, swarmPage));
        texts.put(new ReportFile("report", workspace.output().resolve("report.json")), () -> JsonReport.of(report));
        ReportFile.write(texts);
    }

    private CommandLine console() {
        return requireNonNull(specification).commandLine();
    }

    private static String shortForm(CapacityPlan plan) {
        return Quantity.count(plan.maxConnections()) + " connections on "
                + plan.spec().instance().name() + ", "
                + Quantity.dollars(plan.cost().total()) + " a month, first limit "
                + plan.bindingLimit().name() + " at "
                + Quantity.count(plan.bindingLimit().connections());
    }
}
