package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.Handshake;
import dev.mooring.server.HandshakeAnswer;
import dev.mooring.server.MessageType;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.handler.BuiltInHandler;
import dev.mooring.server.metrics.HandshakeFailure;
import dev.mooring.server.metrics.MemoryKind;
import dev.mooring.server.metrics.RefusalReason;
import dev.mooring.server.tls.handshake.MemoryClient;
import dev.mooring.server.tls.handshake.TestCertificate;
import dev.mooring.server.tls.handshake.TlsContext;
import dev.mooring.tls.handshake.TlsHandshake;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One event loop with TLS, on a turned clock: who is late, who waits, and what is counted when all comes at once. */
@Timeout(120)
class WssLoopTest {
    private static final Duration SLOW = Duration.ofSeconds(10);
    /** Over the slow timeout, and what a record of 16 KiB takes a slow peer. */
    private static final int SECONDS_OF_A_RECORD = 13;

    private static final byte[] REQUEST = RawClient.REQUEST.getBytes(StandardCharsets.US_ASCII);
    /** Per loop. */
    private static final int MAX_HANDSHAKES = 1_024;

    private static SSLContext trusting;

    private static TlsContext context;

    @BeforeAll
    static void make(@TempDir Path folder) {
        TestCertificate certificate = TestCertificate.ecdsa(folder, "localhost");
        trusting = TestCertificate.trusting(certificate);
        context = new TlsContext(List.of(certificate.credential()));
    }

    @AfterAll
    static void free() {
        context.close();
    }

    @Test
    void httpInClearBeforeAResetIsCountedOnceAndNothingOfItIsLeft() {
        try (TurnedLoop loop = loop(BuiltInHandler.ECHO)) {
            int port = loop.secure(context);
            loop.whileHeld(() -> {
                for (int i = 0; i < 20; i++) {
                    RawClient client = RawClient.connect(port);
                    client.send(REQUEST);
                    client.reset();
                }
            });
            Eventually.until(() -> loop.counters().accepted.sum() == 20
                    && loop.counters().connections().inHandshake() == 0);
            loop.settle();
            assertEquals(20, loop.counters().refusedFor(RefusalReason.BAD_REQUEST));
            assertEquals(0, loop.counters().connections().failures());
            assertEquals(0, loop.admission().strangers());
            assertEquals(0, loop.counters().memory(MemoryKind.REQUESTS).used());
        }
    }

    @Test
    void aFailedHandshakeIsFreedBeforeItsClientHasLeft() {
        try (TurnedLoop loop = loop(BuiltInHandler.ECHO);
                RawClient client = RawClient.connect(loop.secure(context))) {
            client.send(new byte[] {22, 3, 1, 0, 6, 1, 0, 0, 2, 3, 3});
            assertTrue(client.some().length > 0, "the alert comes");
            Eventually.until(() -> loop.counters().failedFor(HandshakeFailure.TLS) == 1);
            loop.settle();
            assertEquals(0, TlsHandshake.live());
            assertEquals(1, loop.admission().strangers());
        }
    }

    @Test
    void theOldestOfTooManyHandshakesMakesRoomOnceItHasHadItsTime() {
        List<WssClient> silent = new ArrayList<>();
        try (TurnedLoop loop = loop(BuiltInHandler.ECHO)) {
            int port = loop.secure(context);
            byte[] hello = hello();
            for (int i = 0; i < MAX_HANDSHAKES; i++) {
                WssClient client = WssClient.connect(trusting, port);
                client.raw().send(hello);
                silent.add(client);
            }
            Eventually.until(() -> TlsHandshake.live() == MAX_HANDSHAKES);
            try (WssClient late = WssClient.connect(trusting, port).begin()) {
                Eventually.until(() -> loop.counters().accepted.sum() == MAX_HANDSHAKES + 1);
                loop.turn(Duration.ofMillis(900));
                assertEquals(0, loop.counters().refusedFor(RefusalReason.HANDSHAKES), "nobody has had a second");
                loop.turn(Duration.ofMillis(100));
                late.finish().send(REQUEST);
                late.expectUpgrade().echoes("in time");
                assertEquals(1, loop.counters().refusedFor(RefusalReason.HANDSHAKES));
                assertTrue(silent.getFirst().raw().ends(), "the oldest is ended");
                assertEquals(MAX_HANDSHAKES - 1, TlsHandshake.live());
            }
        } finally {
            silent.forEach(WssClient::close);
        }
    }

    @Test
    void nobodyMakesRoomWhereNobodyWaits() {
        try (TurnedLoop loop = loop(BuiltInHandler.ECHO);
                WssClient client =
                        WssClient.connect(trusting, loop.secure(context)).begin()) {
            Eventually.until(() -> TlsHandshake.live() == 1);
            loop.turn(TurnedLoop.STEP);
            loop.turn(TurnedLoop.STEP);
            client.finish().send(REQUEST);
            client.expectUpgrade();
        }
    }

    @Test
    void aRecordThatIsNeverWholeEndsItsConnectionWith1008() {
        try (TurnedLoop loop = loop(BuiltInHandler.ECHO);
                WssClient client =
                        WssClient.connect(trusting, loop.secure(context)).open()) {
            client.raw().send(half(client.sealed(Frames.text("hello"))));
            Eventually.until(() -> loop.counters().queuedBytes.sum() > 0);
            turn(loop, SECONDS_OF_A_RECORD - 1);
            assertEquals(0, loop.counters().slowCloses.sum());
            turn(loop, 1);
            ServerFrame close = client.frame();
            assertEquals("close 1008", close.describe());
            assertEquals("slow", close.closeReason());
            assertEquals(1, loop.counters().slowCloses.sum());
            assertEquals(0, loop.counters().queuedBytes.sum());
        }
    }

    @Test
    void theTimeOfARecordIsNotThatInWhichItsPeerIsNotRead() {
        byte[] much = new byte[8 << 20];
        QuietHandler sendsMuch = new QuietHandler() {
            @Override
            public void message(WebSocket socket, MessageType type, ByteBuffer payload) {
                socket.send(MessageType.BINARY, payload.remaining() == 4 ? ByteBuffer.wrap(much) : payload);
            }
        };
        try (TurnedLoop loop = loop(sendsMuch);
                WssClient client =
                        WssClient.connectNarrow(trusting, loop.secure(context)).open()) {
            byte[] ask = client.sealed(Frames.text("much"));
            byte[] behind = client.sealed(Frames.text("hello"));
            client.raw().send(Frames.joined(ask, half(behind)));
            Eventually.until(() -> loop.counters().queuedBytes.sum() > 0);
            for (int second = 0; second < 2 * SECONDS_OF_A_RECORD; second++) {
                for (int read = 0; read < 64 << 10; ) {
                    read += client.take();
                }
                loop.turn(TurnedLoop.STEP);
                assertTrue(loop.counters().queuedBytes.sum() > 100_000, "it is still not read");
            }
            assertEquals("binary " + much.length, client.frame().describe());
            turn(loop, SECONDS_OF_A_RECORD - 1);
            client.raw().send(Arrays.copyOfRange(behind, behind.length / 2, behind.length));
            assertEquals("binary 5", client.frame().describe());
            assertEquals(Map.of(), loop.counters().closedByCode());
        }
    }

    @Test
    void theTimeOfARecordIsNotThatInWhichTheApplicationDecides() {
        CompletableFuture<HandshakeAnswer> decision = new CompletableFuture<>();
        QuietHandler decides = new QuietHandler() {
            @Override
            public HandshakeAnswer handshake(Handshake handshake) {
                return HandshakeAnswer.later(decision);
            }

            @Override
            public void message(WebSocket socket, MessageType type, ByteBuffer payload) {
                socket.send(type, payload);
            }
        };
        try (TurnedLoop loop = new TurnedLoop(
                        Duration.ofHours(1), Duration.ofMillis(40), TurnedLoop.STEP, Duration.ofSeconds(1), decides);
                WssClient client = WssClient.connect(trusting, loop.secure(context))
                        .begin()
                        .finish()) {
            byte[] request = client.sealed(REQUEST);
            byte[] behind = client.sealed(Frames.text("hello"));
            client.raw().send(Frames.joined(request, half(behind)));
            Eventually.until(() -> loop.counters().queuedBytes.sum() > 0);
            turn(loop, 5);
            decision.complete(HandshakeAnswer.accept());
            client.expectUpgrade();
            client.raw().send(Arrays.copyOfRange(behind, behind.length / 2, behind.length));
            assertEquals("text hello", client.frame().describe());
        }
    }

    @Test
    void whatWaitsForAPeerThatSendsNoMoreIsSentBeforeTheEnd() {
        byte[] much = new byte[8 << 20];
        QuietHandler sendsMuch = new QuietHandler() {
            @Override
            public void message(WebSocket socket, MessageType type, ByteBuffer payload) {
                socket.send(MessageType.BINARY, ByteBuffer.wrap(much));
            }
        };
        try (TurnedLoop loop = loop(sendsMuch);
                WssClient client =
                        WssClient.connectNarrow(trusting, loop.secure(context)).open()) {
            byte[] ask = client.sealed(Frames.text("much"));
            client.raw().send(Frames.joined(ask, client.goodbye()));
            assertEquals("binary " + much.length, client.frame().describe());
            assertTrue(client.heardTheEnd(), "close_notify comes before the end");
        }
    }

    @Test
    void aFloodOfRecordsWithoutDataIsAnsweredWithAnAlert() {
        try (TurnedLoop loop = loop(BuiltInHandler.ECHO);
                WssClient client =
                        WssClient.connect(trusting, loop.secure(context)).open()) {
            client.raw().send(keyUpdates(client, 32));
            client.echoes("few are no flood");
            client.raw().send(keyUpdates(client, 33));
            AssertionError alert = assertThrows(AssertionError.class, client::heardTheEnd);
            assertTrue(String.valueOf(alert.getMessage()).contains("unexpected_message"), alert.getMessage());
        }
    }

    @Test
    void aPeerThatSendsMuchDoesNotKeepTheOthersWaiting() {
        List<Integer> order = new CopyOnWriteArrayList<>();
        QuietHandler notes = new QuietHandler() {
            @Override
            public void message(WebSocket socket, MessageType type, ByteBuffer payload) {
                order.add(payload.remaining());
            }
        };
        try (TurnedLoop loop = loop(notes)) {
            int port = loop.secure(context);
            try (WssClient much = WssClient.connect(trusting, port).open();
                    WssClient little = WssClient.connect(trusting, port).open()) {
                loop.whileHeld(() -> {
                    for (int i = 0; i < 5; i++) {
                        much.send(Frames.binary(new byte[16_000]));
                    }
                    little.send(Frames.binary(new byte[1])).raw().delivered();
                });
                Eventually.until(() -> order.size() == 6);
                assertTrue(order.indexOf(1) <= 1, order.toString());
            }
        }
    }

    private static byte[] keyUpdates(WssClient client, int count) {
        byte[] records = new byte[0];
        for (int i = 0; i < count; i++) {
            records = Frames.joined(records, client.keyUpdate());
        }
        assertTrue(records.length >= count * 27, "each is a record");
        return records;
    }

    private static TurnedLoop loop(WebSocketHandler handler) {
        return new TurnedLoop(Duration.ofHours(1), Duration.ofMillis(40), TurnedLoop.STEP, SLOW, handler);
    }

    private static byte[] hello() {
        try {
            return new MemoryClient(trusting, "localhost").begin();
        } catch (SSLException failed) {
            throw new AssertionError(failed);
        }
    }

    private static byte[] half(byte[] record) {
        return Arrays.copyOf(record, record.length / 2);
    }

    private static void turn(TurnedLoop loop, int seconds) {
        for (int second = 0; second < seconds; second++) {
            loop.turn(TurnedLoop.STEP);
        }
    }
}
