package dev.mooring.proof.peers;

import dev.mooring.capacity.command.Program;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.proof.command.MeasuringOptions;
import dev.mooring.proof.peers.process.PeersWorkspace;
import dev.mooring.proof.peers.result.Comparison;
import dev.mooring.proof.peers.result.HtmlReport;
import dev.mooring.proof.peers.result.JsonReport;
import dev.mooring.proof.peers.result.TextReport;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.Provenance;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The {@code peers} command: measures the servers side by side and prints the numbers that must hold. */
@Command(
        name = "proof/peers",
        description = "Measures WebSocket servers side by side on this machine and prints what a connection costs.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class PeersMain implements Callable<Integer> {
    @Option(
            names = "--peers",
            split = ",",
            defaultValue = Peers.DEFAULT,
            paramLabel = "NAME",
            description = "what to measure, default ${DEFAULT-VALUE}; 'all' is every server without TLS that can be"
                    + " built here")
    private List<String> peers = List.of();

    @Option(
            names = "--parts",
            split = ",",
            defaultValue = Part.ALL,
            paramLabel = "PART",
            description =
                    "what of them: state, keepalive, throughput, broadcast, topic, push; default ${DEFAULT-VALUE}")
    private List<String> parts = List.of();

    @Option(
            names = "--baseline",
            paramLabel = "DIR",
            description = "another build of Mooring to measure in turns with this one: a checkout that is built, or an"
                    + " unpacked bundle")
    private @Nullable Path baseline;

    @Option(names = "--quick", description = "one smaller round, a look in under three minutes")
    private boolean quick;

    @Option(names = "--connections", paramLabel = "N", description = "connections to hold, default 18900, quick 8000")
    private @Nullable Integer connections;

    @Option(names = "--rounds", paramLabel = "N", description = "rounds, default 3, quick 1")
    private @Nullable Integer rounds;

    @Option(names = "--html", paramLabel = "FILE", description = "also write a page with bars")
    private @Nullable Path html;

    @Mixin
    private final MeasuringOptions options = new MeasuringOptions();

    static void main(String[] arguments) {
        System.exit(Program.run(commandLine(), arguments));
    }

    public static CommandLine commandLine() {
        return MeasuringOptions.commandLine(new PeersMain());
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        options.requireWritable("html", html);
        int held = Optional.ofNullable(connections)
                .orElse(quick ? PeersScale.QUICK_CONNECTIONS : PeersScale.DEFAULT_CONNECTIONS);
        int times = Optional.ofNullable(rounds).orElse(quick ? 1 : 3);
        if (times < 1) {
            throw RefusedException.of("rounds", times, "is less than", 1, "give how often to measure");
        }
        Set<Part> wanted = Part.named(parts);
        PeersScale scale = quick ? PeersScale.quick(held) : PeersScale.full(held);
        try (ChildProcesses children = new ChildProcesses()) {
            Bench bench = new Bench(new PeersWorkspace(options.root()), children, scale);
            Provenance machine = Provenance.here(bench.workspace().root(), children, Instant.now());
            Run run = new Run(bench, measured(held), wanted, options.progress());
            if (peers.contains(Peers.ALL)) {
                run.buildAvailable();
            } else {
                run.build();
            }
            Comparison comparison = run.measure(commandText(held, times), times, machine);
            report(comparison);
            return comparison.failures().isEmpty() ? 0 : 1;
        }
    }

    private List<Peer> measured(int held) {
        List<Peer> named = Peers.named(peers, held);
        return baseline == null ? named : Peers.withBaseline(named, baseline, held);
    }

    private void report(Comparison comparison) throws IOException {
        options.print(new TextReport(comparison).text());
        options.write(() -> new JsonReport(comparison).text(), "html", html, () -> new HtmlReport(comparison).text());
    }

    private String commandText(int held, int times) {
        return "proof/peers --peers " + String.join(",", peers) + (baseline == null ? "" : " --baseline " + baseline)
                + (parts.contains(Part.ALL) ? "" : " --parts " + String.join(",", parts))
                + (quick ? " --quick" : "") + " --connections " + held
                + " --rounds " + times;
    }
}
