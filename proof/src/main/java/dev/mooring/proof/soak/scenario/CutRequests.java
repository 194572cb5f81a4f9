package dev.mooring.proof.soak.scenario;

import dev.mooring.proof.soak.process.Clients;
import dev.mooring.proof.soak.process.CutHandshakes;
import dev.mooring.proof.soak.process.NetworkSpace;
import dev.mooring.proof.soak.process.Server;
import dev.mooring.proof.soak.process.SoakWorkspace;
import dev.mooring.proof.soak.process.Timing;
import dev.mooring.proof.soak.result.Evidence;
import dev.mooring.proof.soak.result.Finding;
import dev.mooring.workbench.process.Waiting;
import dev.mooring.workbench.shipped.ServerStatus;
import dev.mooring.workbench.shipped.SwarmReport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Requests that come in pieces while all others answer pings on the same two loops. */
record CutRequests(SoakScale scale) implements Scenario {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final Timing TIMING = new Timing(Duration.ofSeconds(2), Duration.ofSeconds(2));
    private static final int REQUESTS = 2_000;
    private static final long SEED = 20_261_129;

    @Override
    public String name() {
        return "cut-requests";
    }

    @Override
    public String criterion() {
        return "2,000 requests cut at random places, 1 to 20 ms between their packets, are all answered 101 while others"
                + " are pinged every 2 s on two loops; nobody is lost";
    }

    @Override
    public Finding run(SoakWorkspace workspace, Evidence evidence) throws IOException, InterruptedException {
        int others = Math.min(scale.connections(), SoakScale.BESIDE_OTHERS);
        Server server = Server.start(
                workspace,
                Server.Setting.of(NetworkSpace.HERE, others + REQUESTS, TIMING)
                        .with(Map.of("MOORING_EVENT_LOOPS", "2")));
        Clients clients = Clients.start(workspace, server, "pinged", others, List.of("--rate=max"));
        Waiting.until(() -> server.status().open() == others, DEADLINE);
        evidence.exactly("open before", server.status().open(), others);
        ServerStatus before = server.status();
        List<String> failures = CutHandshakes.run(server.port(), REQUESTS, SEED);
        ServerStatus after = server.status();
        evidence.exactly("requests in pieces that were not answered 101", failures.size(), 0);
        evidence.exactly("handshakes that failed", after.handshakeFailures(), 0);
        evidence.atLeast("pongs meanwhile", after.pongsReceived() - before.pongsReceived(), others, "");
        evidence.exactly("ping timeouts of the server", after.pingTimeouts(), 0);
        SwarmReport figures = clients.finish();
        evidence.exactly("lost", figures.lostCount(), 0);
        evidence.atMost(
                "longest time without a ping",
                figures.longestPingGap().toMillis(),
                TIMING.longestSilence().toMillis(),
                "ms");
        return failures.isEmpty() ? evidence.finding() : evidence.broken(failures.getFirst());
    }
}
