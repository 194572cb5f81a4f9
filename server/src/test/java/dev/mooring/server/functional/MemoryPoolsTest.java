package dev.mooring.server.functional;

import static dev.mooring.server.functional.Frames.BINARY;
import static dev.mooring.server.functional.Frames.CONTINUATION;
import static dev.mooring.server.functional.Frames.FINAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.MessageType;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.connection.Connection;
import dev.mooring.server.handler.BuiltInHandler;
import dev.mooring.server.metrics.MemoryKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Memory that peers make the server keep: who is served, who waits and who pays when it is used up. */
@Timeout(60)
class MemoryPoolsTest {
    private static final Bytes BUDGET = Bytes.mebi(2);
    private static final int FRAGMENT = 60 << 10;

    @Test
    void letsThePartThatHasWaitedLongestPayAndNotTheNewcomer() {
        try (TestServer server = TestServer.with().buffers(BUDGET).start()) {
            List<RawClient> holders = hold(server, 16);
            holders.getFirst().expectClose(1013);
            holders.getLast().send(Frames.frame(FINAL | CONTINUATION, new byte[1]));
            assertEquals("binary " + (FRAGMENT + 1), holders.getLast().frame().describe());
            try (RawClient newcomer = server.connect()) {
                newcomer.sendInChops(Frames.utf8(RawClient.REQUEST), 70);
                assertEquals(101, newcomer.response().status());
                newcomer.sendInChops(Frames.text("in two packets"), 9);
                assertEquals("text in two packets", newcomer.frame().describe());
            }
            holders.forEach(RawClient::close);
        }
    }

    @Test
    void keepsAMessageForWhoseLargerArrayThereIsRoomBesideTheSmaller() {
        assertGrows(0, "pong grown");
    }

    @Test
    void givesUpAMessageForWhoseLargerArrayOneByteIsMissing() {
        assertGrows(1, "close 1013");
    }

    /** A message of 1,000 bytes in an array as long gets one more, which takes an array of 2,000 beside it. */
    private static void assertGrows(int missing, String answer) {
        try (TestServer server = TestServer.with().buffers(BUDGET).start();
                RawClient client = server.open()) {
            client.send(Frames.frame(BINARY, new byte[1_000])).send(Frames.ping("kept"));
            assertEquals("pong kept", client.frame().describe());
            var messages = server.counters().memory(MemoryKind.MESSAGES);
            long before = messages.used();
            long others = messages.limit() - before - 2_016 + missing;
            messages.add(others);
            client.send(Frames.frame(CONTINUATION, new byte[1])).send(Frames.ping("grown"));
            assertEquals(answer, client.frame().describe());
            long after = missing > 0 ? 0 : before + 1_000;
            Eventually.until(() -> messages.used() - others == after);
            messages.add(-others);
        }
    }

    @Test
    void broadcastsToOneWhoReadsWhileTheQueuesOfOthersAreUnderPressure() {
        CompletableFuture<WebSocket> opened = new CompletableFuture<>();
        WebSocketHandler handler = new WebSocketHandler() {
            @Override
            public void open(WebSocket connection) {
                opened.complete(connection);
            }

            @Override
            public void message(WebSocket connection, MessageType type, ByteBuffer payload) {}
        };
        try (TestServer server = TestServer.with("--slow-timeout=1h")
                        .buffers(BUDGET)
                        .handler(handler)
                        .start();
                RawClient reader = server.open()) {
            CompletableFuture<Void> under = new CompletableFuture<>();
            opened.join().execute(under::join);
            CompletableFuture<Integer> answer = server.server().broadcast(MessageType.BINARY, new byte[FRAGMENT]);
            // The message is charged by now, and what others leave unread comes on top of it.
            var queues = server.counters().memory(MemoryKind.QUEUES);
            long others = queues.pressedFrom() + 1 - queues.used();
            queues.add(others);
            under.complete(null);
            assertEquals(FRAGMENT, reader.frame().payload().length);
            assertEquals(1, answer.join());
            queues.add(-others);
        }
    }

    @Test
    void answersOneWhoReadsWhileTheQueuesOfOthersAreUnderPressure() {
        try (TestServer server = TestServer.with("--slow-timeout=1h")
                        .buffers(BUDGET)
                        .handler(BuiltInHandler.ECHO)
                        .start();
                RawClient reader = server.open()) {
            var queues = server.counters().memory(MemoryKind.QUEUES);
            long others = queues.pressedFrom() + 1;
            queues.add(others);
            for (int i = 0; i < 20; i++) {
                reader.echoes("message " + i);
            }
            queues.add(-others);
        }
    }

    @Test
    void saysThatItIsUnderPressureAsLongAsItIs() {
        try (TestServer server = TestServer.with().buffers(BUDGET).start()) {
            assertEquals(List.of(), server.counters().pressed());
            List<RawClient> holders = hold(server, 14);
            Eventually.until(() -> server.counters().memory(MemoryKind.MESSAGES).used() > 14 * FRAGMENT);
            try (RawClient last = server.open()) {
                last.send(Frames.frame(BINARY, new byte[FRAGMENT]));
                Eventually.until(
                        () -> server.counters().memory(MemoryKind.MESSAGES).relieved() > 0);
            }
            holders.forEach(RawClient::reset);
            Eventually.until(() -> server.counters().pressed().isEmpty());
        }
    }

    @Test
    void keepsWhatStrangersSendApartFromMessages() {
        String half = "GET / HTTP/1.1\r\nHost: a\r\nX: " + "b".repeat(7_000);
        try (TestServer server = TestServer.with().buffers(BUDGET).start();
                RawClient admitted = server.open()) {
            List<RawClient> strangers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                strangers.add(server.connect().send(half));
            }
            Eventually.until(() -> server.counters().memory(MemoryKind.REQUESTS).relieved() > 0);
            admitted.send(Frames.frame(BINARY, new byte[20_000]));
            admitted.send(Frames.frame(FINAL | CONTINUATION, new byte[1]));
            assertEquals("binary 20001", admitted.frame().describe());
            assertEquals(503, strangers.getFirst().response().status());
            try (RawClient newcomer = server.connect()) {
                newcomer.sendInChops(Frames.utf8(RawClient.REQUEST), 70);
                assertEquals(101, newcomer.response().status());
            }
            strangers.forEach(RawClient::close);
            Eventually.until(() -> server.counters().memory(MemoryKind.REQUESTS).used() == 0);
        }
    }

    @Test
    void tellsTheSenderAndTakesNothingWhenTheMemoryForQueuesIsUsedUp() throws InterruptedException {
        LinkedBlockingQueue<Boolean> refused = new LinkedBlockingQueue<>();
        WebSocketHandler flooding = new WebSocketHandler() {
            @Override
            public void message(WebSocket connection, MessageType type, ByteBuffer payload) {
                ByteBuffer flood = ByteBuffer.allocate(60 << 10);
                while (connection.send(MessageType.BINARY, flood).taken()) {
                    flood.clear();
                }
                refused.add(connection.open() && flood.remaining() == 60 << 10);
            }
        };
        try (TestServer server = TestServer.with("--outbound-limit=16MiB")
                .buffers(BUDGET)
                .handler(flooding)
                .start()) {
            try (RawClient first = narrow(server);
                    RawClient second = narrow(server)) {
                first.send(Frames.text("flood me"));
                assertTrue(refused.take());
                second.send(Frames.text("and me"));
                assertTrue(refused.take());
                assertEquals(2, server.counters().open());
                assertTrue(server.counters().memory(MemoryKind.QUEUES).used()
                        <= server.counters().memory(MemoryKind.QUEUES).limit());
            }
            Eventually.until(() -> server.counters().memory(MemoryKind.QUEUES).used() == 0);
        }
    }

    @Test
    void chargesAMessageForAllOnceHoweverManyWaitForIt() {
        int peers = 8;
        // So that the kernel keeps next to nothing, whatever it keeps elsewhere.
        WebSocketHandler narrowing = new QuietHandler() {
            @Override
            public void open(WebSocket socket) {
                try {
                    ((Connection) socket).setSendBufferSize(4_608);
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            }
        };
        try (TestServer server =
                TestServer.with().buffers(BUDGET).handler(narrowing).start()) {
            int broadcasts = (int) (server.counters().memory(MemoryKind.QUEUES).pressedFrom() / (FRAGMENT + 1_000)) - 1;
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < peers; i++) {
                clients.add(narrow(server));
            }
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < broadcasts; i++) {
                answers.add(server.server().broadcast(MessageType.BINARY, new byte[FRAGMENT]));
            }
            Eventually.until(() -> server.counters().memory(MemoryKind.QUEUES).used() > 2 * FRAGMENT);
            List<CompletableFuture<Void>> reading = clients.stream()
                    .map(client ->
                            CompletableFuture.runAsync(() -> read(client, broadcasts), Thread::startVirtualThread))
                    .toList();
            reading.forEach(CompletableFuture::join);
            answers.forEach(answer -> assertEquals(peers, answer.join()));
            assertEquals(
                    (long) broadcasts * peers, server.counters().messagesSent.sum());
            assertEquals(0, server.counters().slowCloses.sum());
            Eventually.until(() -> server.counters().memory(MemoryKind.QUEUES).used() == 0);
            clients.forEach(RawClient::close);
        }
    }

    @Test
    void countsInTheAnswerToABroadcastOnlyThoseWhoseKernelTookIt() {
        AtomicLong now = new AtomicLong();
        AtomicInteger read = new AtomicInteger();
        try (TestServer server =
                        TestServer.with("--slow-timeout=300ms").clock(now::get).start();
                RawClient reader = server.open();
                RawClient closing = server.open();
                RawClient sleeper = narrow(server)) {
            closing.send(Frames.frame(FINAL | BINARY, "x")).send(new byte[] {(byte) 0x81, 0});
            assertEquals("binary 1", closing.frame().describe());
            assertEquals("close 1002", closing.frame().describe());
            Thread reading = Thread.ofVirtual().start(() -> {
                while (reader.frame().payload().length > 0) {
                    read.incrementAndGet();
                }
            });
            int taken = 2;
            for (int sent = 1; taken == 2; sent++) {
                int all = sent;
                CompletableFuture<Integer> answer = server.server().broadcast(MessageType.BINARY, new byte[FRAGMENT]);
                // Who reads has all of it, however long that took; then the time of the other is up.
                Eventually.until(() -> read.get() == all);
                Eventually.until(now, Duration.ofMillis(1), answer::isDone);
                taken = answer.join();
            }
            assertEquals(1, taken);
            assertFalse(sleeper.hasReceived() && server.counters().open() > 2);
            server.server().broadcast(MessageType.BINARY, new byte[0]).join();
            reading.interrupt();
        }
    }

    private static void read(RawClient client, int messages) {
        for (int i = 0; i < messages; i++) {
            assertEquals("binary " + FRAGMENT, client.frame().describe());
        }
    }

    private static List<RawClient> hold(TestServer server, int number) {
        List<RawClient> holders = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            holders.add(server.open().send(Frames.frame(BINARY, new byte[FRAGMENT])));
        }
        return holders;
    }

    private static RawClient narrow(TestServer server) {
        return RawClient.connect(InetAddress.getLoopbackAddress(), server.port(), 4_096)
                .upgrade();
    }
}
