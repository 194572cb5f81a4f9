package dev.mooring.proof;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.mooring.proof.peers.process.MeasuringClient;
import dev.mooring.proof.peers.process.SyscallTrace;
import dev.mooring.workbench.procfs.SyscallCounts;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A ping and its pong cost the shipped server two system calls, with epoll_wait and every other thread at most 2.1. */
class SyscallsPerPingTest {
    private static final int CONNECTIONS = 18_900;
    private static final Duration KEEPALIVE = Duration.ofSeconds(10);
    private static final double MAX_CALLS = 2.1;

    @Test
    void spendsTwoSystemCallsOnAPingAndItsPong() throws IOException, InterruptedException {
        try (ShippedServer shipped = ShippedServer.start(CONNECTIONS, KEEPALIVE);
                MeasuringClient client = shipped.client()) {
            client.open(CONNECTIONS);
            client.await(KEEPALIVE);
            SyscallTrace trace = attach(shipped);
            long pings = client.await(KEEPALIVE).received().pings();
            SyscallCounts counts = trace.detach();
            double calls = (double) counts.total() / pings;
            assertTrue(calls <= MAX_CALLS, () -> calls + " calls per ping+pong: " + counts.per(pings));
            assertTrue(pings >= CONNECTIONS * 9L / 10, () -> "the traced server fell behind: " + pings + " pings");
        }
    }

    private static SyscallTrace attach(ShippedServer shipped) throws IOException {
        try {
            return SyscallTrace.attach(
                    shipped.children(),
                    shipped.server().pid(),
                    shipped.workspace().target().resolve("bar.strace"));
        } catch (IOException refused) {
            return abort("not measured: " + refused.getMessage());
        }
    }
}
