package dev.mooring.proof.soak.scenario;

import dev.mooring.proof.soak.process.Clients;
import dev.mooring.proof.soak.process.Server;
import dev.mooring.proof.soak.process.ShapedWire;
import dev.mooring.proof.soak.process.SoakWorkspace;
import dev.mooring.proof.soak.process.Timing;
import dev.mooring.proof.soak.result.Evidence;
import dev.mooring.proof.soak.result.Finding;
import dev.mooring.workbench.process.Waiting;
import dev.mooring.workbench.shipped.ServerStatus;
import dev.mooring.workbench.shipped.SwarmReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Messages to everybody that need minutes of a wire, for clients that read all that comes. */
record NarrowWire(SoakScale scale) implements Scenario {
    private static final Timing TIMING = new Timing(Duration.ofSeconds(100));
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int CLIENTS = 1_500;
    private static final int BROADCASTS = 3;
    private static final int MESSAGE = 60_000;
    private static final String RATE = "50mbit";
    private static final long MAX_KEPT = 32L << 20;

    @Override
    public String name() {
        return "narrow-wire";
    }

    @Override
    public String criterion() {
        return "60 KB three times to 1,500 clients behind a wire of 50 Mbit/s: nobody is lost, memory is bounded, and each"
                + " is pinged once an interval";
    }

    @Override
    public Finding run(SoakWorkspace workspace, Evidence evidence) throws IOException, InterruptedException {
        Optional<String> obstacle = ShapedWire.obstacle();
        if (obstacle.isPresent()) {
            return evidence.notPossible(obstacle.get());
        }
        int count = Math.min(scale.connections(), CLIENTS);
        try (ShapedWire wire = ShapedWire.create(workspace, RATE)) {
            Server server = Server.start(workspace, Server.Setting.of(wire.serverSpace(), count, TIMING));
            Clients clients = Clients.startFrom(
                    wire.clientSpace(), workspace, server, "behind-a-wire", count, List.of("--rate=max"));
            Waiting.until(() -> server.status().open() == count, DEADLINE);
            evidence.exactly("open before", server.status().open(), count);
            watch(workspace, server, count, evidence);
            ServerStatus after = server.status();
            evidence.exactly("open after", after.open(), count);
            evidence.exactly("closed as slow", after.slowCloses(), 0);
            evidence.exactly("ping timeouts of the server", after.pingTimeouts(), 0);
            SwarmReport figures = clients.finish();
            evidence.exactly("lost", figures.lostCount(), 0);
            return evidence.finding();
        }
    }

    /** Broadcasts from another thread, and follows the counters for one keepalive interval. */
    private static void watch(SoakWorkspace workspace, Server server, int count, Evidence evidence)
            throws IOException, InterruptedException {
        Path message = Files.writeString(workspace.output().resolve("message"), "x".repeat(MESSAGE));
        AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
        ServerStatus before = server.status();
        long start = System.nanoTime();
        Thread sender = Thread.ofVirtual().start(() -> {
            try {
                for (int i = 0; i < BROADCASTS; i++) {
                    server.broadcast(message);
                }
            } catch (IOException | InterruptedException broken) {
                failed.set(broken);
            }
        });
        long kept = 0;
        long heap = 0;
        double seconds = 0;
        while (seconds < TIMING.keepalive().toSeconds()) {
            Thread.sleep(LOOK);
            ServerStatus now = server.status();
            seconds = (System.nanoTime() - start) / 1e9;
            kept = Math.max(kept, now.queued().count());
            heap = Math.max(heap, now.heapUsed().count());
        }
        sender.join();
        evidence.exactly("broadcasts that failed", failed.get() == null ? 0 : 1, 0);
        evidence.atMost("kept for peers, most", kept, MAX_KEPT, "B");
        evidence.tell("heap in use, most", heap >> 20, "MiB");
        evidence.atLeast(
                "pings written or queued in an interval", server.status().pingsSent() - before.pingsSent(), count, "");
    }
}
