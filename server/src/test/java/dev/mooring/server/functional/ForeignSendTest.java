package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.CloseCode;
import dev.mooring.server.MessageType;
import dev.mooring.server.SendResult;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.metrics.MemoryKind;
import dev.mooring.server.metrics.MemoryUse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application may do with a connection on a thread of its own. */
@Timeout(60)
class ForeignSendTest {
    private final LinkedBlockingQueue<WebSocket> opened = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();

    @Test
    void sendsExecutesAndClosesInTheOrderOfTheThread() throws InterruptedException {
        try (TestServer server = start();
                RawClient client = server.open()) {
            WebSocket socket = opened.take();
            assertEquals(SendResult.QUEUED, socket.send("first"));
            socket.execute(() -> socket.send("second"));
            assertEquals(SendResult.QUEUED, socket.send(ByteBuffer.wrap(Frames.utf8("third"))));
            socket.close(CloseCode.NORMAL, "done");
            assertEquals("text first", client.frame().describe());
            assertEquals("text second", client.frame().describe());
            assertEquals("third", new String(client.frame().payload(), StandardCharsets.UTF_8));
            assertEquals("close 1000", client.frame().describe());
            client.send(Frames.close(1000, "")).expectEnd();
            assertEquals("close 1000", told.take());
            assertEquals(SendResult.CLOSED, socket.send("late"));
        }
    }

    @Test
    void executesBehindMoreThanTheLoopSendsInOneTurn() throws InterruptedException {
        int messages = 3_000;
        try (TestServer server = start();
                RawClient client = server.open()) {
            WebSocket socket = opened.take();
            CompletableFuture<Void> held = new CompletableFuture<>();
            socket.execute(held::join);
            for (int message = 0; message < messages; message++) {
                assertEquals(SendResult.QUEUED, socket.send("m" + message));
            }
            socket.execute(() -> socket.send("task"));
            held.complete(null);
            for (int message = 0; message < messages; message++) {
                assertEquals("text m" + message, client.frame().describe());
            }
            assertEquals("text task", client.frame().describe());
        }
    }

    @Test
    void keepsTheOrderOfEachThreadAmongManyThatSendToTheSame() throws InterruptedException {
        int threads = 8;
        int messages = 2_000;
        try (TestServer server = start();
                RawClient client = server.open()) {
            WebSocket socket = opened.take();
            List<Thread> senders = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                String name = Integer.toString(thread);
                senders.add(Thread.ofPlatform().start(() -> {
                    for (int message = 0; message < messages; message++) {
                        while (socket.send(name + " " + message) == SendResult.FULL) {
                            Thread.onSpinWait();
                        }
                    }
                }));
            }
            int[] next = new int[threads];
            for (int received = 0; received < threads * messages; received++) {
                String[] words = client.frame().describe().split(" ", -1);
                int sender = Integer.parseInt(words[1]);
                assertEquals(next[sender]++, Integer.parseInt(words[2]));
            }
            for (Thread sender : senders) {
                sender.join();
            }
            assertEquals(0, server.counters().queuedBytes.sum());
        }
    }

    @Test
    void answersFullAndTellsOnceThatMoreIsTaken() throws InterruptedException {
        try (TestServer server = start();
                RawClient client = server.open()) {
            WebSocket socket = opened.take();
            byte[] message = new byte[32 << 10];
            int taken = 0;
            SendResult result = socket.send(ByteBuffer.wrap(message));
            while (result == SendResult.QUEUED) {
                taken++;
                awaitTurn(socket);
                result = socket.send(ByteBuffer.wrap(message));
            }
            assertEquals(SendResult.FULL, result);
            for (int i = 0; i < taken; i++) {
                client.frame();
            }
            assertEquals("writable", told.take());
            assertEquals(SendResult.QUEUED, socket.send("more"));
            assertEquals("text more", client.frame().describe());
            assertEquals(List.of(), List.copyOf(told));
        }
    }

    @Test
    void isFullAtTheLimitOfTheConnectionForOtherThreadsToo() throws InterruptedException {
        try (TestServer server = start();
                RawClient client = server.open()) {
            WebSocket socket = opened.take();
            byte[] message = new byte[32 << 10];
            while (socket.send(ByteBuffer.wrap(message)) == SendResult.QUEUED) {
                awaitTurn(socket);
            }
            // The limit of 64 KiB, the message that went beyond it, and what the chunks cost.
            long waiting = server.counters().queuedBytes.sum();
            assertTrue(waiting < 4L * message.length, () -> waiting + " bytes wait");
            assertEquals("binary " + message.length, client.frame().describe());
        }
    }

    @Test
    void sendsWhatItPromisedThoughTheMemoryIsGoneMeanwhile() throws InterruptedException {
        try (TestServer server = start();
                RawClient client = server.open()) {
            WebSocket socket = opened.take();
            CompletableFuture<Void> held = new CompletableFuture<>();
            socket.execute(held::join);
            // Longer than what the kernel takes for sure.
            assertEquals(SendResult.QUEUED, socket.send(ByteBuffer.allocate(20_000)));
            assertEquals(SendResult.QUEUED, socket.send("behind it"));
            MemoryUse queues = server.counters().memory(MemoryKind.QUEUES);
            queues.add(queues.limit());
            held.complete(null);
            assertEquals("binary 20000", client.frame().describe());
            assertEquals("text behind it", client.frame().describe());
            queues.add(-queues.limit());
        }
    }

    @Test
    void tellsThatMoreIsTakenOnceTheMemoryIsThereAgain() throws InterruptedException {
        try (TestServer server = start();
                RawClient client = server.open()) {
            WebSocket socket = opened.take();
            MemoryUse queues = server.counters().memory(MemoryKind.QUEUES);
            queues.add(queues.limit());
            assertEquals(SendResult.FULL, socket.send("too much"));
            client.echoes("heard by the loop");
            assertEquals(List.of(), List.copyOf(told));
            queues.add(-queues.limit());
            assertEquals("writable", told.take());
            assertEquals(SendResult.QUEUED, socket.send("more"));
            assertEquals("text more", client.frame().describe());
        }
    }

    @Test
    void takesNothingOfAMessageThatItRefuses() throws InterruptedException {
        try (TestServer server = TestServer.with()
                        .buffers(Bytes.mebi(1))
                        .handler(new Telling())
                        .start();
                RawClient client = server.open()) {
            WebSocket socket = opened.take();
            ByteBuffer tooLong = ByteBuffer.allocate(1 << 20);
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> socket.send(tooLong));
            assertEquals(
                    "payload=1048576 bytes is more than the memory for queues; raise the buffer budget or send it in parts",
                    refused.getMessage());
            assertEquals(1 << 20, tooLong.remaining());
            assertEquals(0, server.counters().queuedBytes.sum());
            client.echoes("unharmed");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 70_000})
    void refusesACodeThatMustNotBeSent(int code) throws InterruptedException {
        try (TestServer server = start();
                RawClient client = server.open()) {
            WebSocket socket = opened.take();
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> socket.close(code, "x"));
            assertEquals(
                    "code=" + code
                            + " is not one that an endpoint may send; use 1000, or one of your own from 4000 to 4999",
                    refused.getMessage());
            client.echoes("open still");
        }
    }

    @Test
    void attachesOnlyOnTheLoop() throws InterruptedException {
        try (TestServer server = start();
                RawClient client = server.open()) {
            WebSocket socket = opened.take();
            assertThrows(IllegalStateException.class, () -> socket.attach("wrong thread"));
            CompletableFuture<Void> attached = new CompletableFuture<>();
            socket.execute(() -> {
                socket.attach("right thread");
                attached.complete(null);
            });
            attached.join();
            client.echoes("open still");
            assertEquals("right thread", socket.attachment().orElseThrow());
        }
    }

    /** Returns when all that was handed over is with the connection, or with the kernel. */
    private static void awaitTurn(WebSocket socket) {
        CompletableFuture<Void> behind = new CompletableFuture<>();
        socket.execute(() -> behind.complete(null));
        behind.join();
    }

    private TestServer start() {
        return TestServer.with().handler(new Telling()).start();
    }

    /** Echoes, and tells what it is told. */
    private final class Telling implements WebSocketHandler {
        @Override
        public void open(WebSocket socket) {
            opened.add(socket);
        }

        @Override
        public void message(WebSocket socket, MessageType type, ByteBuffer payload) {
            socket.send(type, payload);
        }

        @Override
        public void writable(WebSocket socket) {
            told.add("writable");
        }

        @Override
        public void close(WebSocket socket, int code) {
            told.add("close " + code);
        }
    }
}
