package dev.mooring.proof.soak.scenario;

import dev.mooring.proof.soak.process.Clients;
import dev.mooring.proof.soak.process.NetworkSpace;
import dev.mooring.proof.soak.process.Server;
import dev.mooring.proof.soak.process.SoakWorkspace;
import dev.mooring.proof.soak.result.Evidence;
import dev.mooring.proof.soak.result.Finding;
import dev.mooring.workbench.process.Waiting;
import dev.mooring.workbench.shipped.SwarmReport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** All but a few clients die at once, and as many come back within a second. */
record ReconnectStorm(SoakScale scale) implements Scenario {
    private static final int BYSTANDER_SHARE = 20;
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final Duration GONE_BOUND = Duration.ofSeconds(5);
    private static final Duration BACK_BOUND = Duration.ofSeconds(20);

    @Override
    public String name() {
        return "reconnect";
    }

    @Override
    public String criterion() {
        return "All are held again within 20 s, no attempt fails, bystanders lose nothing and no ping";
    }

    @Override
    public Finding run(SoakWorkspace workspace, Evidence evidence) throws IOException, InterruptedException {
        int bystanding = scale.connections() / BYSTANDER_SHARE;
        int returning = scale.connections() - bystanding;
        Server server =
                Server.start(workspace, Server.Setting.of(NetworkSpace.HERE, scale.connections(), scale.keepalive()));
        Clients bystanders = Clients.start(workspace, server, "bystanders", bystanding, List.of());
        Clients first = Clients.start(workspace, server, "before-the-storm", returning, List.of("--rate=max"));
        Waiting.until(() -> server.status().open() == scale.connections(), DEADLINE);
        evidence.exactly("open before", server.status().open(), scale.connections());
        first.kill();
        Duration gone = Waiting.until(() -> server.status().open() == bystanding, DEADLINE);
        Clients second = Clients.start(
                workspace, server, "storm", returning, List.of("--rate=" + returning + "/s", "--reconnect"));
        Duration back = Waiting.until(() -> server.status().open() == scale.connections(), DEADLINE);
        Thread.sleep(scale.keepalive().longestSilence());
        evidence.atMost(
                "until the server had closed its end, once the clients were gone",
                gone.toMillis(),
                GONE_BOUND.toMillis(),
                "ms");
        evidence.atMost("until all were held again", back.toMillis(), BACK_BOUND.toMillis(), "ms");
        evidence.exactly("open after an interval more", server.status().open(), scale.connections());
        evidence.exactly("ping timeouts of the server", server.status().pingTimeouts(), 0);
        returned(second.finish(), evidence);
        SwarmReport stood = bystanders.finish();
        evidence.exactly("bystanders lost", stood.lostCount(), 0);
        evidence.atMost(
                "bystanders: longest time without a ping",
                stood.longestPingGap().toMillis(),
                scale.keepalive().longestSilence().toMillis(),
                "ms");
        return evidence.finding();
    }

    private static void returned(SwarmReport clients, Evidence evidence) {
        evidence.tell(
                "from the first start to the last answer", clients.rampTime().toMillis(), "ms");
        evidence.exactly("attempts that failed", clients.notOpenedCount(), 0);
        evidence.tell("connect time, median", clients.connectMicros().p50() / 1_000, "ms");
        evidence.tell("connect time, 99th percentile", clients.connectMicros().p99() / 1_000, "ms");
        evidence.tell("connect time, longest", clients.connectMicros().max() / 1_000, "ms");
    }
}
