package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many peers that leave badly, or send anything at all: nothing of theirs stays, and a bystander does not notice. */
@Timeout(120)
class StormTest {
    private static final int STORM = 2_000;
    private static final long SEED = 20_260_101;
    /** As many as every kernel lets wait to be accepted. */
    private static final int LAST = 100;

    @Test
    void keepsNothingOf2000OpenConnectionsThatAreReset() {
        try (TestServer server = TestServer.start("--event-loops=2");
                RawClient bystander = server.open()) {
            bystander.echoes("before");
            long descriptors = descriptors();
            for (int storm = 1; storm <= 3; storm++) {
                List<RawClient> clients = new ArrayList<>();
                for (int i = 0; i < STORM; i++) {
                    clients.add(server.open());
                }
                clients.forEach(RawClient::reset);
                Eventually.until(() -> server.counters().open() == 1);
                assertEquals(
                        (long) storm * STORM, server.counters().closedByCode().get("1006"));
                bystander.echoes("after storm " + storm);
            }
            assertCalm(server, descriptors);
        }
    }

    @Test
    void keepsNothingOf2000HalfHandshakesThatAreReset() {
        String half = RawClient.REQUEST.substring(0, 60);
        try (TestServer server = TestServer.start("--event-loops=2");
                RawClient bystander = server.open()) {
            bystander.echoes("before");
            long descriptors = descriptors();
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < STORM; i++) {
                clients.add(server.connect().send(half));
            }
            // The kernel's queue may be shorter than the storm, and forgets those that go before they came into it.
            Eventually.until(() -> server.counters().accepted.sum() > STORM - LAST);
            clients.forEach(RawClient::reset);
            Eventually.until(() -> server.counters().accepted.sum() == STORM + 1);
            assertCalm(server, descriptors);
            bystander.echoes("after");
        }
    }

    @Test
    void echoesABystanderUnharmedWhileOthersSendAnything() {
        try (TestServer server = TestServer.with("--event-loops=2", "--slow-timeout=200ms")
                        .ticking()
                        .start();
                RawClient bystander = server.open()) {
            bystander.echoes("before");
            long descriptors = descriptors();
            List<CompletableFuture<Void>> fuzzing = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Random random = new Random(SEED + i);
                fuzzing.add(CompletableFuture.runAsync(() -> fuzz(server, random, 150)));
            }
            for (int i = 0; i < 1_000; i++) {
                bystander.echoes("message " + i + " of seed " + SEED);
            }
            fuzzing.forEach(CompletableFuture::join);
            assertCalm(server, descriptors);
            bystander.echoes("after");
        }
    }

    private static void fuzz(TestServer server, Random random, int clients) {
        for (int i = 0; i < clients; i++) {
            RawClient client = server.connect();
            if (random.nextInt(4) > 0) {
                client.send(RawClient.REQUEST);
            }
            int sends = random.nextInt(12);
            for (int sent = 0; sent < sends; sent++) {
                client.sendUntilRefused(anything(random), 1);
            }
            if (random.nextBoolean()) {
                client.reset();
            } else {
                client.close();
            }
        }
    }

    private static byte[] anything(Random random) {
        byte[] payload = new byte[random.nextInt(4) == 0 ? random.nextInt(70_000) : random.nextInt(130)];
        random.nextBytes(payload);
        return switch (random.nextInt(8)) {
            case 0 -> payload;
            case 1 -> Frames.header(random.nextInt(256), random.nextLong() >>> random.nextInt(64));
            case 2 -> Frames.frame(random.nextInt(256), payload);
            case 3 -> Frames.frame(Frames.FINAL | Frames.CLOSE, payload);
            case 4 -> Frames.frame(Frames.BINARY, payload);
            case 5 -> Frames.frame(Frames.FINAL, payload);
            case 6 -> Frames.ping("ping");
            default -> Frames.binary(payload);
        };
    }

    private static void assertCalm(TestServer server, long descriptors) {
        Eventually.until(() -> server.counters().open() == 1);
        Eventually.until(() -> server.counters().queuedBytes.sum() == 0);
        Eventually.until(() -> descriptors() <= descriptors);
    }

    private static long descriptors() {
        String[] open = new File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }
}
