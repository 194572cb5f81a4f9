package dev.mooring.loadgenerator;

import dev.mooring.capacity.RefusedException;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.loadgenerator.plan.EchoPlan;
import dev.mooring.loadgenerator.plan.LocalPorts;
import dev.mooring.loadgenerator.plan.OpenFiles;
import dev.mooring.loadgenerator.plan.Rate;
import dev.mooring.loadgenerator.plan.Share;
import dev.mooring.loadgenerator.plan.Sources;
import dev.mooring.loadgenerator.plan.SwarmPlan;
import dev.mooring.loadgenerator.plan.Target;
import dev.mooring.loadgenerator.report.Progress;
import dev.mooring.loadgenerator.report.TextReport;
import dev.mooring.loadgenerator.report.Verdict;
import dev.mooring.loadgenerator.run.Conductor;
import dev.mooring.loadgenerator.run.Load;
import dev.mooring.loadgenerator.run.LocalLoad;
import dev.mooring.loadgenerator.run.Outcome;
import dev.mooring.loadgenerator.run.StopSignal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of the load generator. */
@Command(
        name = "swarm",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeOnInvalidInput = 64,
        description = "Opens WebSocket connections, holds them, and measures what the server does with them.")
final class SwarmCommand implements Callable<Integer> {
    @Parameters(paramLabel = "URL", description = "The server, as in ws://127.0.0.1:8080-8083/path.")
    private String url = "";

    @Option(names = "--connections", required = true, description = "How many connections to hold.")
    private int connections;

    @Option(
            names = "--rate",
            defaultValue = "1000/s",
            description =
                    "Starts a second, whatever the answers take; or max, as fast as possible. Default: ${DEFAULT-VALUE}.")
    private String rate = "";

    @Option(names = "--hold", defaultValue = "60s", description = "How long to hold them. Default: ${DEFAULT-VALUE}.")
    private String hold = "";

    @Option(
            names = "--settle",
            defaultValue = "0s",
            description = "Pause between ramp and hold. Default: ${DEFAULT-VALUE}.")
    private String settle = "";

    @Option(names = "--echo", description = "Messages during the hold: connections x size, as in 1000x64B.")
    private @Nullable String echo;

    @Option(names = "--sources", description = "Local addresses, as in 127.0.0.2-127.0.0.41.")
    private @Nullable String sources;

    @Option(names = "--churn", description = "Connections closed and replaced a second during the hold, as in 10/s.")
    private @Nullable String churn;

    @Option(names = "--reconnect", description = "Open lost and refused connections again, with jittered backoff.")
    private boolean reconnect;

    @Option(names = "--no-pong", description = "Leave pings unanswered.")
    private boolean noPong;

    @Option(
            names = "--handshake-timeout",
            defaultValue = "10s",
            description = "Longest wait for connect and answer. Default: ${DEFAULT-VALUE}.")
    private String handshakeTimeout = "";

    @Option(
            names = "--expect-close",
            split = ",",
            paramLabel = "CODE",
            description = "Close codes of the server that are not failures, as in 1012 for a drain.")
    private List<Integer> expectClose = List.of();

    @Option(
            names = "--event-loops",
            defaultValue = "1",
            description = "Threads of one process. Default: ${DEFAULT-VALUE}.")
    private int eventLoops;

    @Option(names = "--processes", description = "Processes. Default: as many as the limit of open files asks for.")
    private @Nullable Integer processes;

    @Option(names = "--terminal", hidden = true, description = "Redraw one progress line.")
    private boolean terminal;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new SwarmCommand()).setExecutionExceptionHandler((exception, command, result) -> {
            if (exception instanceof RefusedException) {
                command.getErr().println("swarm: " + exception.getMessage());
                return 64;
            }
            throw exception;
        });
    }

    @Override
    public Integer call() throws Exception {
        SwarmPlan plan = plan();
        LocalPorts.read(Path.of("/proc/sys/net/ipv4/ip_local_port_range"))
                .require(
                        connections,
                        plan.target().ports().count(),
                        plan.sources().count());
        Progress progress = new Progress(System.err, terminal, connections);
        RandomGenerator.SplittableGenerator random = new SplittableRandom();
        try (Load load = new LocalLoad(plan, Share.WHOLE, random, System::nanoTime)) {
            Outcome outcome =
                    new Conductor(load, new StopSignal(), System::nanoTime, progress).run(plan.settle(), plan.hold());
            progress.end();
            Verdict verdict = Verdict.of(plan, outcome);
            System.out.print(TextReport.of(plan, outcome, verdict));
            return verdict.passed() ? 0 : 1;
        }
    }

    private SwarmPlan plan() {
        int needed = OpenFiles.read(Path.of("/proc/self/limits")).processesFor(connections);
        return new SwarmPlan(
                Target.parse(url),
                connections,
                Rate.parse("rate", rate),
                DurationText.parse("settle", settle),
                DurationText.parse("hold", hold),
                echo == null ? EchoPlan.NONE : EchoPlan.parse(echo),
                sources == null ? Sources.none() : Sources.parse(sources),
                churn == null ? Optional.empty() : Optional.of(Rate.parsePerSecond("churn", churn)),
                reconnect,
                !noPong,
                DurationText.parse("handshake-timeout", handshakeTimeout),
                Set.copyOf(expectClose),
                eventLoops,
                processes == null ? needed : processes);
    }
}
