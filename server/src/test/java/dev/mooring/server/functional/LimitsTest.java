package dev.mooring.server.functional;

import static dev.mooring.server.functional.Frames.BINARY;
import static dev.mooring.server.functional.Frames.CONTINUATION;
import static dev.mooring.server.functional.Frames.FINAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.Bytes;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one peer can make the server keep, or do, and how that ends. */
@Timeout(60)
class LimitsTest {
    private static final int SMALL_WINDOW = 4_096;
    private static final Duration SLOW = Duration.ofMillis(200);
    private final AtomicLong now = new AtomicLong();

    @Test
    void failsAMessageThatIsTooBigAtItsHeader() {
        try (TestServer server = TestServer.start();
                RawClient client = server.open()) {
            client.send(Frames.header(FINAL | BINARY, 300L << 20));
            client.expectClose(1009);
        }
    }

    @Test
    void swallowsLittleOfAMessageThatIsTooBig() {
        try (TestServer server = TestServer.start();
                RawClient client = server.open()) {
            client.send(Frames.header(FINAL | BINARY, 300L << 20));
            client.sendUntilRefused(new byte[1 << 20], 300);
            assertTrue(client.ends());
            assertEquals(0, server.counters().queuedBytes.sum());
        }
    }

    @Test
    void failsAMessageWhoseFragmentsAreTogetherTooBig() {
        try (TestServer server = TestServer.start("--max-message=1KiB");
                RawClient client = server.open()) {
            client.send(Frames.frame(BINARY, new byte[1_000])).send(Frames.frame(CONTINUATION, new byte[25]));
            client.expectClose(1009);
            Eventually.until(() -> server.counters().queuedBytes.sum() == 0);
        }
    }

    @Test
    void failsAMessageOfTooManyFragments() {
        try (TestServer server = TestServer.start("--max-fragments=100");
                RawClient client = server.open()) {
            byte[][] empty = new byte[101][];
            Arrays.fill(empty, Frames.frame(CONTINUATION, ""));
            empty[0] = Frames.frame(BINARY, "");
            client.send(Frames.joined(empty));
            client.expectClose(1008);
        }
    }

    @Test
    void closesAPeerThatPingsAndNeverReads() throws InterruptedException {
        assertClosedAsSlow(Frames.ping("p".repeat(125)));
    }

    @Test
    void closesAPeerThatIsEchoedAndNeverReads() throws InterruptedException {
        assertClosedAsSlow(Frames.binary(new byte[60 << 10]));
    }

    @Test
    void saysSlowToAPeerThatBeginsToReadTooLate() {
        try (TestServer server = hasty();
                RawClient client = narrow(server).upgrade()) {
            byte[] message = Frames.binary(new byte[60 << 10]);
            Thread sending = Thread.ofVirtual().start(() -> client.sendUntilRefused(message, 1_000));
            Eventually.until(() -> server.counters().queuedBytes.sum() > 0);
            Eventually.until(now, SLOW, () -> server.counters().slowCloses.sum() == 1);
            ServerFrame last = client.frame();
            while (last.first() == (FINAL | BINARY)) {
                last = client.frame();
            }
            assertEquals("close 1008", last.describe());
            assertEquals("slow", last.closeReason());
            sending.interrupt();
        }
    }

    @Test
    void resetsAPeerThatIgnoresOurClose() {
        try (TestServer server = hasty();
                RawClient client = server.open()) {
            client.send(Frames.text("unmasked next")).send(new byte[] {(byte) 0x81, 0});
            assertEquals("text unmasked next", client.frame().describe());
            assertEquals("close 1002", client.frame().describe());
            // No Close, no end: only the close timeout can bring the count down.
            Eventually.until(now, SLOW, () -> server.counters().open() == 0);
            assertEquals(1, server.counters().closedByCode().get("1002"));
        }
    }

    @Test
    void staysWithinTheBufferBudgetWhateverPeersDo() {
        Bytes budget = Bytes.mebi(4);
        try (TestServer server =
                TestServer.with("--slow-timeout=60s").buffers(budget).ticking().start()) {
            List<RawClient> clients = new ArrayList<>();
            byte[] partial = Frames.frame(BINARY, new byte[60 << 10]);
            byte[] whole = Frames.binary(new byte[64 << 10]);
            long most = 0;
            for (int i = 0; i < 150; i++) {
                RawClient client = narrow(server).upgrade();
                clients.add(client);
                client.sendUntilRefused(i % 2 == 0 ? partial : Frames.joined(whole, whole), 1);
                most = Math.max(most, server.counters().queuedBytes.sum());
            }
            assertTrue(most <= budget.count(), most + " bytes of " + budget);
            Eventually.until(() -> server.counters().open() < 150);
            clients.forEach(RawClient::reset);
            Eventually.until(() -> server.counters().open() == 0);
            assertEquals(0, server.counters().queuedBytes.sum());
        }
    }

    private void assertClosedAsSlow(byte[] frame) throws InterruptedException {
        try (TestServer server = hasty();
                RawClient bystander = server.open();
                RawClient client = narrow(server).upgrade()) {
            Thread sending = Thread.ofVirtual().start(() -> client.sendUntilRefused(frame, (200 << 20) / frame.length));
            Eventually.until(() -> server.counters().queuedBytes.sum() > 0);
            Eventually.until(now, SLOW, () -> server.counters().open() == 1);
            sending.join();
            assertEquals(1, server.counters().slowCloses.sum());
            assertEquals(0, server.counters().queuedBytes.sum());
            bystander.echoes("unharmed");
        }
    }

    /** A server whose time goes on when the test says so. */
    private TestServer hasty() {
        return TestServer.with("--slow-timeout=200ms").clock(now::get).start();
    }

    private static RawClient narrow(TestServer server) {
        return RawClient.connect(InetAddress.getLoopbackAddress(), server.port(), SMALL_WINDOW);
    }
}
