package dev.mooring.proof.soak.scenario;

import dev.mooring.proof.soak.process.Clients;
import dev.mooring.proof.soak.process.NetworkSpace;
import dev.mooring.proof.soak.process.Server;
import dev.mooring.proof.soak.process.SoakWorkspace;
import dev.mooring.proof.soak.result.Evidence;
import dev.mooring.proof.soak.result.Finding;
import dev.mooring.workbench.process.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A server that drains over a long window, and whose clients go before it has told them to. */
record LastOneOut(SoakScale scale) implements Scenario {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final Duration ENDED = Duration.ofSeconds(2);
    private static final String WINDOW = "15m";

    @Override
    public String name() {
        return "last-one-out";
    }

    @Override
    public String criterion() {
        return "A server that drains over " + WINDOW + " ends within 2 s of its last client, of one, 1,000 and 18,000";
    }

    @Override
    public Finding run(SoakWorkspace workspace, Evidence evidence) throws IOException, InterruptedException {
        List<Integer> counts = IntStream.of(1, 1_000, 18_000)
                .map(count -> Math.min(count, scale.connections()))
                .distinct()
                .boxed()
                .toList();
        for (int count : counts) {
            leave(workspace, count, evidence);
        }
        return evidence.finding();
    }

    private void leave(SoakWorkspace workspace, int count, Evidence evidence) throws IOException, InterruptedException {
        Server server = Server.start(
                workspace,
                Server.Setting.of(NetworkSpace.HERE, count, scale.keepalive())
                        .with(Map.of("MOORING_DRAIN_WINDOW", WINDOW)));
        Clients clients = Clients.start(workspace, server, "leaving-" + count, count, List.of("--rate=max"));
        Waiting.until(() -> server.status().open() == count, DEADLINE);
        evidence.exactly("open before, of " + count, server.status().open(), count);
        server.terminate();
        Waiting.until(() -> server.status().draining(), DEADLINE);
        // Returns when the kernel has closed the last of their sockets.
        clients.kill();
        long millis = server.endsWithin(DEADLINE).orElse(DEADLINE).toMillis();
        evidence.atMost("from the end of the last client of " + count, millis, ENDED.toMillis(), "ms");
    }
}
