package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.server.handler.BuiltInHandler;
import dev.mooring.server.metrics.MemoryKind;
import dev.mooring.server.metrics.ServerCounters;
import dev.mooring.server.tls.handshake.TestCertificate;
import dev.mooring.server.tls.handshake.TlsContext;
import dev.mooring.tls.handshake.TlsHandshake;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that come as far as they like, say what they like and end as they like, of which the server finds several at once:
 * whatever the order, each is counted once, and nothing is left of them.
 */
@Timeout(120)
class WssOrdersTest {
    private static final int ROUNDS = 60;
    private static final int CLIENTS = 12;

    @Test
    void everyConnectionIsCountedOnceAndLeavesNothingWhateverTheOrderOfEvents(@TempDir Path folder) {
        TestCertificate certificate = TestCertificate.ecdsa(folder, "localhost");
        SSLContext trusting = TestCertificate.trusting(certificate);
        try (TlsContext context = new TlsContext(List.of(certificate.credential()));
                TurnedLoop loop = new TurnedLoop(
                        Duration.ofHours(1),
                        Duration.ofMillis(40),
                        TurnedLoop.STEP,
                        Duration.ofSeconds(10),
                        BuiltInHandler.ECHO)) {
            int secured = loop.secure(context);
            for (int seed = 0; seed < ROUNDS; seed++) {
                round(new Random(seed), loop, trusting, secured);
                Eventually.until(
                        () -> leftOf(loop).isEmpty() || loop.admission().strangers() < 0);
                assertEquals(List.of(), leftOf(loop), "seed " + seed);
            }
        }
    }

    private static void round(Random random, TurnedLoop loop, SSLContext trusting, int port) {
        List<WssClient> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            WssClient client = WssClient.connect(trusting, port);
            comeSoFar(client, random.nextInt(4));
            clients.add(client);
        }
        loop.whileHeld(() -> {
            for (int i = random.nextInt(CLIENTS); i > 0; i--) {
                clients.add(WssClient.connect(trusting, port));
            }
            for (WssClient client : clients) {
                say(client, random);
                if (random.nextBoolean()) {
                    end(client, random);
                }
            }
        });
        loop.settle();
        if (random.nextBoolean()) {
            loop.turn(TurnedLoop.STEP);
        }
        clients.forEach(WssClient::close);
    }

    private static void comeSoFar(WssClient client, int stage) {
        switch (stage) {
            case 1 -> client.begin();
            case 2 -> client.begin().finish();
            case 3 -> client.open();
            default -> {}
        }
    }

    private static void say(WssClient client, Random random) {
        byte[] words = switch (random.nextInt(client.finished() ? 7 : 4)) {
            case 0 -> RawClient.REQUEST.getBytes(StandardCharsets.US_ASCII);
            case 1 -> new byte[] {22, 3, 1, 0, 6, 1, 0, 0, 2, 3, 3};
            case 2 -> new byte[] {23, 3, 3, 0, 40, 1, 2, 3};
            case 3 -> new byte[0];
            case 4 -> client.sealed(Frames.binary(new byte[random.nextInt(40_000)]));
            case 5 -> client.sealed(Frames.close(1000, ""));
            default -> client.goodbye();
        };
        client.raw().sendUntilRefused(random.nextBoolean() ? words : Arrays.copyOf(words, words.length / 2), 1);
    }

    private static void end(WssClient client, Random random) {
        if (random.nextBoolean()) {
            client.raw().reset();
        } else {
            client.close();
        }
    }

    /** What is not as if nobody had ever come. */
    private static List<String> leftOf(TurnedLoop loop) {
        ServerCounters counters = loop.counters();
        List<String> left = new ArrayList<>();
        add(left, "strangers", loop.admission().strangers());
        add(left, "admitted", loop.admission().open());
        add(left, "in handshake", counters.connections().inHandshake());
        add(left, "open", counters.open());
        add(left, "queued bytes", counters.queuedBytes.sum());
        add(left, "handshakes of TLS", TlsHandshake.live());
        for (MemoryKind kind : MemoryKind.values()) {
            add(left, kind.toString(), counters.memory(kind).used());
        }
        return left;
    }

    private static void add(List<String> left, String what, long count) {
        if (count != 0) {
            left.add(what + " " + count);
        }
    }
}
