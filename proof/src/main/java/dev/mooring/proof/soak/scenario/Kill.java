package dev.mooring.proof.soak.scenario;

import dev.mooring.proof.soak.process.Clients;
import dev.mooring.proof.soak.process.NetworkSpace;
import dev.mooring.proof.soak.process.Server;
import dev.mooring.proof.soak.process.SoakWorkspace;
import dev.mooring.proof.soak.result.Evidence;
import dev.mooring.proof.soak.result.Finding;
import dev.mooring.workbench.process.Waiting;
import dev.mooring.workbench.shipped.ServerStatus;
import dev.mooring.workbench.shipped.SwarmReport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The server is killed (SIGKILL) and started again at once on the same ports; its clients reconnect. */
record Kill(SoakScale scale) implements Scenario {
    private static final Duration DEADLINE = Duration.ofSeconds(90);
    private static final Duration SERVES_BOUND = Duration.ofSeconds(10);
    private static final Duration BACK_BOUND = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "kill";
    }

    @Override
    public String criterion() {
        return "After kill -9 the server serves on the same ports within 10 s, and everybody is back within 30 s";
    }

    @Override
    public Finding run(SoakWorkspace workspace, Evidence evidence) throws IOException, InterruptedException {
        Server killed =
                Server.start(workspace, Server.Setting.of(NetworkSpace.HERE, scale.connections(), scale.keepalive()));
        Clients clients =
                Clients.start(workspace, killed, "orphans", scale.connections(), List.of("--rate=max", "--reconnect"));
        Waiting.until(() -> killed.status().open() == scale.connections(), DEADLINE);
        evidence.exactly("open before", killed.status().open(), scale.connections());
        long start = System.nanoTime();
        killed.kill();
        Server again = killed.startAgain();
        evidence.atMost("until it served again", sinceMillis(start), SERVES_BOUND.toMillis(), "ms");
        Waiting.until(() -> again.status().open() == scale.connections(), DEADLINE);
        evidence.atMost("until all were back", sinceMillis(start), BACK_BOUND.toMillis(), "ms");
        Thread.sleep(scale.keepalive().longestSilence());
        ServerStatus after = again.status();
        evidence.exactly("open an interval later", after.open(), scale.connections());
        evidence.exactly("handshakes that failed", after.handshakeFailures(), 0);
        evidence.exactly("ping timeouts of the server", after.pingTimeouts(), 0);
        SwarmReport figures = clients.finish();
        evidence.exactly("lost by the kill, once each", figures.lostCount(), scale.connections());
        evidence.tell("tries while nobody listened", figures.notOpenedCount(), "");
        return evidence.finding();
    }

    private static long sinceMillis(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }
}
