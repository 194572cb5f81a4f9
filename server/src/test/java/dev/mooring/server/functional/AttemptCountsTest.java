package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.metrics.ConnectionCounts;
import dev.mooring.server.metrics.HandshakeFailure;
import dev.mooring.server.metrics.RefusalReason;
import dev.mooring.server.metrics.ServerCounters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** accepted = upgraded + refused + failed + in handshake, and upgraded = ended + open, whatever clients do. */
@Timeout(120)
class AttemptCountsTest {
    private static final long SEED = 17_000_000L;
    private static final int CLIENTS = 1_500;
    private static final String HALF = RawClient.REQUEST.substring(0, 70);

    @Test
    void countsEveryAttemptOnceByWhatBecameOfIt() throws InterruptedException {
        Random random = new Random(SEED);
        Map<String, Long> expected = new TreeMap<>();
        List<RawClient> staying = new ArrayList<>();
        try (TestServer server = TestServer.with(
                        "--event-loops=2", "--origins=https://good.example", "--handshake-timeout=10m")
                .cap(100)
                .start()) {
            Scrapes scrapes = new Scrapes(server.counters());
            for (int i = 0; i < CLIENTS; i++) {
                expected.merge(behave(random.nextInt(9), server, staying), 1L, Long::sum);
            }
            long open = expected.getOrDefault("open", 0L);
            // The last may be in the kernel's queue still.
            Eventually.until(() -> server.counters().accepted.sum() == CLIENTS
                    && server.counters().connections().inHandshake() == 0
                    && server.counters().open() == open);
            assertEquals(expected, counted(server.counters().connections()), "seed " + SEED);
            assertEquals(CLIENTS, server.counters().accepted.sum());
            scrapes.end();
        }
        staying.forEach(RawClient::close);
    }

    @Test
    void showsThoseThatHaveNotFinishedTheirRequest() {
        try (TestServer server = TestServer.start();
                RawClient silent = server.connect();
                RawClient half = server.connect().send(HALF);
                RawClient open = server.open()) {
            open.echoes("in");
            Eventually.until(() -> server.counters().accepted.sum() == 3);
            assertEquals(
                    Map.of("open", 1L, "in handshake", 2L),
                    counted(server.counters().connections()));
            silent.shutOutput();
            half.reset();
            Eventually.until(() -> server.counters().connections().inHandshake() == 0);
            assertEquals(
                    Map.of("open", 1L, "failed GONE", 1L, "failed RESET", 1L),
                    counted(server.counters().connections()));
        }
    }

    @Test
    void countsThoseWhoseTimeIsUp() {
        try (TurnedLoop loop = new TurnedLoop(Duration.ofSeconds(40), Duration.ofSeconds(2), Duration.ofSeconds(2));
                RawClient silent = loop.connect();
                RawClient half = loop.connect().send(HALF)) {
            Eventually.until(() -> loop.counters().accepted.sum() == 2);
            loop.settle();
            for (int second = 0; second < 11; second++) {
                loop.turn(TurnedLoop.STEP);
            }
            assertEquals(408, silent.response().status());
            assertEquals(408, half.response().status());
            Eventually.until(() -> loop.counters().connections().inHandshake() == 0);
            assertEquals(Map.of("refused TIMEOUT", 2L), counted(loop.counters().connections()));
        }
    }

    @Test
    void countsBadProxyHeadersAndHealthChecks() {
        byte[] local = Frames.utf8("\r\n\r\n\0\r\nQUIT\n \0\0\0");
        try (TestServer server = TestServer.start("--proxy-protocol=required")) {
            server.connect()
                    .sendUntilRefused(Frames.utf8("GET / HTTP/1.1\r\n"), 1)
                    .ends();
            RawClient check = server.connect().send(local);
            check.shutOutput();
            check.expectEnd();
            server.connect().send(local).upgrade().echoes("through the proxy");
            Eventually.until(() -> server.counters().connections().inHandshake() == 0);
            assertEquals(
                    Map.of("open", 1L, "refused PROXY_HEADER", 1L, "failed GONE", 1L),
                    counted(server.counters().connections()));
        }
    }

    /** Returns what the attempt is to count as. */
    private static String behave(int kind, TestServer server, List<RawClient> staying) {
        RawClient client = server.connect();
        switch (kind) {
            case 0 -> client.close();
            case 1 -> {
                client.send(HALF).shutOutput();
                client.expectEnd();
            }
            case 2 -> client.reset();
            case 3 -> client.send(HALF).reset();
            case 4 -> assertEquals(400, client.send("\0").response().status());
            case 5 ->
                assertEquals(
                        403,
                        client.send(RawClient.REQUEST.replace("Host:", "Origin: https://evil.example\r\nHost:"))
                                .response()
                                .status());
            default -> {
                return upgraded(kind, client, staying);
            }
        }
        return List.of(
                        "failed GONE",
                        "failed GONE",
                        "failed RESET",
                        "failed RESET",
                        "refused BAD_REQUEST",
                        "refused ORIGIN")
                .get(kind);
    }

    private static String upgraded(int kind, RawClient client, List<RawClient> staying) {
        int status = client.send(RawClient.REQUEST).response().status();
        if (status == 503) {
            return "refused CAPACITY";
        }
        assertEquals(101, status);
        return switch (kind) {
            case 6 -> {
                client.send(Frames.close(1000, ""));
                client.expectClose(1000);
                yield "closed 1000";
            }
            case 7 -> {
                client.reset();
                yield "closed 1006";
            }
            default -> {
                staying.add(client);
                yield "open";
            }
        };
    }

    /** The counts that are not 0. */
    private static Map<String, Long> counted(ConnectionCounts counts) {
        Map<String, Long> counted = new TreeMap<>();
        counts.refused().forEach((RefusalReason reason, Long count) -> counted.put("refused " + reason, count));
        counts.failed().forEach((HandshakeFailure cause, Long count) -> counted.put("failed " + cause, count));
        counts.closed().forEach((code, count) -> counted.put("closed " + code, count));
        counted.put("open", counts.open());
        counted.put("in handshake", counts.inHandshake());
        counted.values().removeIf(count -> count == 0);
        return counted;
    }

    /** Reads the counts all the while, and finds none of them negative. */
    private static final class Scrapes {
        private final AtomicBoolean ended = new AtomicBoolean();
        private final AtomicReference<@Nullable ConnectionCounts> wrong = new AtomicReference<>();
        private final Thread thread;

        private Scrapes(ServerCounters counters) {
            thread = Thread.ofPlatform().start(() -> {
                while (!ended.get()) {
                    ConnectionCounts counts = counters.connections();
                    if (counts.inHandshake() < 0 || counts.open() < 0) {
                        wrong.set(counts);
                    }
                }
            });
        }

        private void end() throws InterruptedException {
            ended.set(true);
            thread.join();
            assertTrue(wrong.get() == null, () -> "scraped " + wrong.get());
        }
    }
}
