package dev.mooring.loadgenerator;

import static java.util.Objects.requireNonNull;

import dev.mooring.capacity.command.Combinations;
import dev.mooring.capacity.command.DurationConverter;
import dev.mooring.capacity.command.Program;
import dev.mooring.capacity.kernel.Machine;
import dev.mooring.capacity.output.ExitCode;
import dev.mooring.capacity.output.ReportFile;
import dev.mooring.capacity.output.StopRequest;
import dev.mooring.loadgenerator.plan.EchoPlan;
import dev.mooring.loadgenerator.plan.Expectations;
import dev.mooring.loadgenerator.plan.HoldPlan;
import dev.mooring.loadgenerator.plan.LocalPorts;
import dev.mooring.loadgenerator.plan.OpenFiles;
import dev.mooring.loadgenerator.plan.ProcessPlan;
import dev.mooring.loadgenerator.plan.RampPlan;
import dev.mooring.loadgenerator.plan.Rate;
import dev.mooring.loadgenerator.plan.Share;
import dev.mooring.loadgenerator.plan.Sources;
import dev.mooring.loadgenerator.plan.SwarmPlan;
import dev.mooring.loadgenerator.plan.Target;
import dev.mooring.loadgenerator.plan.TrafficPlan;
import dev.mooring.loadgenerator.process.ChildMain;
import dev.mooring.loadgenerator.process.ProcessLoad;
import dev.mooring.loadgenerator.report.HtmlReport;
import dev.mooring.loadgenerator.report.JsonReport;
import dev.mooring.loadgenerator.report.Progress;
import dev.mooring.loadgenerator.report.Report;
import dev.mooring.loadgenerator.report.TextReport;
import dev.mooring.loadgenerator.report.Verdict;
import dev.mooring.loadgenerator.run.Conductor;
import dev.mooring.loadgenerator.run.Load;
import dev.mooring.loadgenerator.run.LocalLoad;
import dev.mooring.loadgenerator.run.Outcome;
import dev.mooring.loadgenerator.run.PublishingLoad;
import dev.mooring.loadgenerator.tls.ClientContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of the load generator. */
@Command(
        name = "swarm",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Opens WebSocket connections, holds them, and measures what the server does with them.")
public final class SwarmCommand implements Callable<Integer> {
    /**
     * One loop would have every descriptor, and Netty's hash map of them no gap up to which a removal looks: a server
     * that is killed with N connections would cost N * N / 2 looks. The second loop costs two buffers of 64 KiB, four
     * histograms of some 200 KiB, and a thread.
     */
    private static final String MIN_LOOPS_WITH_GAPS = "2";

    @Parameters(paramLabel = "URL", description = "The server, as in ws://127.0.0.1:8080-8083/path or wss://.")
    private @Nullable Target url;

    @Option(names = "--connections", required = true, description = "How many connections to hold.")
    private int connections;

    @Option(
            names = "--rate",
            defaultValue = "1000/s",
            description =
                    "Starts a second, whatever the answers take; or max, as fast as possible. Default: ${DEFAULT-VALUE}.")
    private Rate rate = Rate.parse("rate", "max");

    @Option(names = "--hold", defaultValue = "60s", description = "How long to hold them. Default: ${DEFAULT-VALUE}.")
    private Duration hold = Duration.ZERO;

    @Option(
            names = "--settle",
            defaultValue = "0s",
            description = "Pause between ramp and hold. Default: ${DEFAULT-VALUE}.")
    private Duration settle = Duration.ZERO;

    @Option(names = "--echo", description = "Messages during the hold: connections x size, as in 1000x64B.")
    private @Nullable EchoPlan echo;

    @Mixin
    private final DeliveryOptions delivery = new DeliveryOptions();

    @Mixin
    private final TlsOptions tls = new TlsOptions();

    @Option(
            names = "--sources",
            description =
                    "Local addresses, as in 127.0.0.2-127.0.0.21; each has every local port for every target port.")
    private @Nullable Sources sources;

    @Option(names = "--churn", description = "Connections closed and replaced a second during the hold, as in 10/s.")
    private Rate.@Nullable PerSecond churn;

    @Option(names = "--reconnect", description = "Open lost and refused connections again, with jittered backoff.")
    private boolean reconnect;

    @Option(names = "--no-pong", description = "Leave pings unanswered.")
    private boolean noPong;

    @Option(
            names = "--handshake-timeout",
            defaultValue = "10s",
            description = "Longest wait for connect and answer. Default: ${DEFAULT-VALUE}.")
    private Duration handshakeTimeout = Duration.ZERO;

    @Option(
            names = "--expect-close",
            split = ",",
            paramLabel = "CODE",
            description = "Close codes that count as moved, not as lost, as in 1012 for a drain.")
    private List<Integer> expectClose = List.of();

    @Option(
            names = "--expect-ping",
            paramLabel = "INTERVAL",
            description =
                    "The server's keepalive, as in 100s: a ping that is more than a tenth of it late (1s at least)"
                            + " fails the run. Default: three times the interval that is seen.")
    private @Nullable Duration expectPing;

    @Option(
            names = "--event-loops",
            defaultValue = MIN_LOOPS_WITH_GAPS,
            description = "Threads of one process. Default: ${DEFAULT-VALUE}.")
    private int eventLoops;

    @Option(names = "--processes", description = "Processes. Default: as many as the limit of open files asks for.")
    private @Nullable Integer processes;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures as JSON.")
    private @Nullable Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with the figures and plots.")
    private @Nullable Path html;

    @Option(names = "--share", hidden = true, description = "The part of the run that this child process holds.")
    private @Nullable Share share;

    @Spec
    private @Nullable CommandSpec specification;

    @Option(names = "--terminal", hidden = true, description = "Redraw one progress line.")
    private boolean terminal;

    private final StopRequest stop;

    private SwarmCommand(StopRequest stop) {
        this.stop = stop;
    }

    public static void main(String[] arguments) {
        StopRequest stop = new StopRequest();
        SwarmSignals.requestStop(stop);
        System.exit(Program.run(commandLine(stop), arguments));
    }

    /** The command line whose run the request ends. */
    public static CommandLine commandLine(StopRequest stop) {
        CommandLine line = new CommandLine(new SwarmCommand(stop))
                .registerConverter(Duration.class, new DurationConverter())
                .registerConverter(Rate.class, text -> Rate.parse("rate", text))
                .registerConverter(Rate.PerSecond.class, text -> Rate.parsePerSecond("churn", text))
                .registerConverter(Target.class, Target::parse)
                .registerConverter(EchoPlan.class, EchoPlan::parse)
                .registerConverter(Sources.class, Sources::parse)
                .registerConverter(Share.class, Share::parse);
        Combinations.refuse(line, "--insecure", "--ca");
        return Program.shaped(line, ExitCode.FAILED);
    }

    /** The command line that nobody interrupts, for its help. */
    public static CommandLine commandLine() {
        return commandLine(new StopRequest());
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        SwarmPlan plan = plan();
        plan.ramp().sources().requireFamilyOf(plan.target().resolve().getFirst().getAddress());
        ReportFile.requireWritable(reportFiles());
        LocalPorts.ofThisHost()
                .require(
                        plan.ramp().connections(),
                        plan.target().ports().count(),
                        plan.ramp().sources().count());
        return share == null ? lead(plan) : follow(plan, share);
    }

    /** Where reports go to. */
    private List<ReportFile> reportFiles() {
        return Stream.concat(ReportFile.named("json", json), ReportFile.named("html", html))
                .toList();
    }

    private int lead(SwarmPlan plan) throws IOException, InterruptedException {
        Progress progress = new Progress(System.err, terminal, plan.ramp().connections());
        Machine machine = Machine.here("swarm " + String.join(" ", arguments()), Instant.now());
        try (Load load = publishing(plan)) {
            Outcome outcome = new Conductor(load, stop, System::nanoTime, stop::await, progress)
                    .run(plan.hold().settle(), plan.hold().time());
            progress.end();
            Verdict verdict = Verdict.of(plan, outcome);
            PrintWriter out = specification().commandLine().getOut();
            out.print(TextReport.of(plan, outcome, verdict));
            out.flush();
            write(new Report(plan, machine, outcome, verdict));
            return verdict.exitCode();
        }
    }

    /** What a child process does. */
    private int follow(SwarmPlan plan, Share part) throws IOException, InterruptedException {
        SwarmSignals.ignore();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Load load = new LocalLoad(plan, part, new SplittableRandom(), System::nanoTime, delivery.run())) {
            new ChildMain(load, in, System.out, () -> Runtime.getRuntime().halt(1)).run();
            return 0;
        }
    }

    private Load publishing(SwarmPlan plan) throws IOException, InterruptedException {
        long run = new SplittableRandom().nextLong();
        Load load = load(plan, run);
        return plan.traffic()
                .delivery()
                .publishing()
                .<Load>map(publishing -> new PublishingLoad(
                        load,
                        plan.traffic().delivery(),
                        publishing,
                        run,
                        plan.hold().isSteady(),
                        System::nanoTime,
                        stop::await))
                .orElse(load);
    }

    private Load load(SwarmPlan plan, long run) throws IOException, InterruptedException {
        if (plan.processes().count() == 1) {
            return new LocalLoad(plan, Share.WHOLE, new SplittableRandom(), System::nanoTime, run);
        }
        if (plan.target().tls()) {
            // What is refused is refused here, and not by every child.
            ClientContext.of(plan.target(), plan.trust()).close();
        }
        List<List<String>> commands = new ArrayList<>();
        for (int i = 0; i < plan.processes().count(); i++) {
            commands.add(childCommand(new Share(i, plan.processes().count()), run));
        }
        return new ProcessLoad(commands);
    }

    /** This process's own Java, options and arguments, and the share. */
    private List<String> childCommand(Share part, long run) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), SwarmCommand.class.getName()));
        command.addAll(arguments());
        command.add("--share=" + part);
        command.add("--run=" + run);
        return command;
    }

    private List<String> arguments() {
        return specification().commandLine().getParseResult().originalArgs().stream()
                .filter(argument -> !argument.equals("--terminal"))
                .toList();
    }

    private CommandSpec specification() {
        return requireNonNull(specification);
    }

    private void write(Report report) throws IOException {
        Map<ReportFile, ReportFile.Text> texts = new LinkedHashMap<>();
        ReportFile.named("json", json).forEach(file -> texts.put(file, () -> new JsonReport().of(report)));
        ReportFile.named("html", html).forEach(file -> texts.put(file, () -> HtmlReport.of(report)));
        ReportFile.write(texts);
    }

    private SwarmPlan plan() {
        int needed = OpenFiles.read(Path.of("/proc/self/limits")).processesFor(connections);
        return new SwarmPlan(
                requireNonNull(url),
                new RampPlan(connections, rate, handshakeTimeout, sources == null ? Sources.none() : sources),
                new HoldPlan(settle, hold, Optional.ofNullable(churn), reconnect),
                new TrafficPlan(!noPong, echo == null ? EchoPlan.NONE : echo, delivery.plan()),
                new Expectations(Set.copyOf(expectClose), Optional.ofNullable(expectPing)),
                new ProcessPlan(processes == null ? needed : processes, eventLoops),
                tls.trust());
    }
}
