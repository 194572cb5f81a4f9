package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.server.admin.ServerControl.Phase;
import dev.mooring.server.drain.Drain;
import dev.mooring.server.metrics.RefusalReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The drain: 1012 to everybody, once, while whoever comes is sent elsewhere. */
@Timeout(60)
class DrainTest {
    @Test
    void tellsEverybodyOnceThatTheServiceRestarts() {
        try (TestServer server = TestServer.start("--drain-window=300ms", "--event-loops=2")) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                clients.add(server.open());
            }
            server.server().drain();
            server.server().drain();
            assertEquals(Phase.DRAINING, server.server().phase());
            for (RawClient client : clients) {
                ServerFrame close = client.frame();
                assertEquals("close 1012", close.describe());
                assertEquals("restart", close.closeReason());
                client.send(Frames.close(1012, ""));
                client.expectEnd();
            }
            server.server().drained().join();
            assertEquals(100, server.counters().closedByCode().get("1012"));
            assertEquals(0, server.counters().open());
        }
    }

    @Test
    void answers503ToWhoeverComesMeanwhile() {
        try (TestServer server = TestServer.start("--drain-window=60s");
                RawClient half = server.connect();
                RawClient waiting = server.open();
                RawClient other = server.open()) {
            half.send(RawClient.REQUEST.substring(0, 20));
            server.server().drain();
            try (RawClient late = server.connect()) {
                late.send(RawClient.REQUEST);
                assertDraining(late);
            }
            half.send(RawClient.REQUEST.substring(20));
            assertDraining(half);
            waiting.echoes("not my turn yet");
            other.echoes("nor mine");
            assertEquals(2, server.counters().refusedFor(RefusalReason.DRAINING));
        }
    }

    @Test
    void closesNobodyBeforeTheDelayIsOver() {
        try (TestServer server = TestServer.start("--drain-window=0s", "--drain-delay=60s");
                RawClient client = server.open()) {
            server.server().drain();
            client.echoes("still served");
            assertFalse(server.server().drained().isDone());
        }
    }

    @Test
    void closesEverybodyWithinTheWindowThatIsAskedFor() {
        try (TestServer server = TestServer.start("--drain-window=1h");
                RawClient client = server.open()) {
            server.server().drain(Duration.ZERO);
            assertEquals("close 1012", client.frame().describe());
            server.server().drained().join();
        }
    }

    @Test
    void resetsThoseWhoIgnoreIt() {
        try (TestServer server = TestServer.start("--drain-window=0s");
                RawClient deaf = server.open()) {
            server.server().drain();
            assertEquals("close 1012", deaf.frame().describe());
            server.server().drained().join();
            assertEquals(0, server.counters().open());
            assertEquals(1, server.counters().closedByCode().get("1012"));
        }
    }

    @Test
    void endsWhenNobodyIsThere() {
        try (TestServer server = TestServer.start("--drain-window=0s")) {
            server.server().drain();
            server.server().drained().join();
        }
    }

    @Test
    void failsWhenAStepThrowsInsteadOfLastingForEver() {
        AtomicInteger readings = new AtomicInteger();
        LongSupplier breaking = () -> {
            if (readings.incrementAndGet() == 3) {
                throw new IllegalStateException("thrown by the test");
            }
            return 0;
        };
        try (TurnedLoop loop = new TurnedLoop(Duration.ofHours(1), Duration.ofMillis(40), Duration.ofHours(1));
                RawClient client = loop.open()) {
            CompletableFuture<Void> drain = Drain.start(List.of(loop.loop()), Duration.ofHours(1), breaking);
            assertThrows(CompletionException.class, drain::join);
            client.echoes("left in peace");
        }
    }

    private static void assertDraining(RawClient client) {
        Response response = client.response();
        assertEquals(503, response.status());
        assertEquals("server is draining", response.text().lines().toList().getLast());
        client.expectEnd();
    }
}
