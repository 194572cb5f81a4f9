package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.MessageType;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.broadcast.Broadcast;
import dev.mooring.server.connection.Connection;
import dev.mooring.server.connection.ConnectionLoop;
import dev.mooring.server.metrics.ServerCounters;
import io.netty.channel.IoEvent;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages to everybody: those who read get each once and in order, those who do not are closed. */
@Timeout(120)
class BroadcastTest {
    private static final int SIZE = 60 << 10;

    private final AtomicInteger published = new AtomicInteger();

    @Test
    void reachesEverybodyOnEveryLoop() {
        try (TestServer server = TestServer.start("--event-loops=3")) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                clients.add(server.open());
            }
            int reached = server.server()
                    .broadcast(MessageType.TEXT, Frames.utf8("hear, hear"))
                    .join();
            assertEquals(30, reached);
            for (RawClient client : clients) {
                assertEquals("text hear, hear", client.frame().describe());
                client.close();
            }
        }
    }

    @Test
    void losesNothingToOneWhoReadsWhile40NeverDo() {
        int messages = 500;
        AtomicLong now = new AtomicLong();
        AtomicInteger read = new AtomicInteger();
        Thread time = Thread.ofVirtual().start(() -> passWhileAllIsRead(now, read));
        try (TestServer server = TestServer.with("--slow-timeout=500ms")
                        .clock(now::get)
                        .buffers(Bytes.mebi(32))
                        .start();
                RawClient reader = server.open()) {
            List<RawClient> sleepers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                sleepers.add(RawClient.connect(InetAddress.getLoopbackAddress(), server.port(), 4_096)
                        .upgrade());
            }
            CompletableFuture<Long> publishing = CompletableFuture.supplyAsync(() -> publish(server, messages));
            for (int i = 0; i < messages; i++) {
                ServerFrame frame = reader.frame();
                assertEquals(SIZE, frame.payload().length);
                assertEquals(i, (frame.payload()[0] & 0xFF) << 8 | (frame.payload()[1] & 0xFF));
                read.incrementAndGet();
            }
            long most = publishing.join();
            assertTrue(most <= Bytes.mebi(32).count(), "queued at most " + most);
            Eventually.until(() -> server.counters().open() == 1);
            assertEquals(40, server.counters().slowCloses.sum());
            assertEquals(0, server.counters().queuedBytes.sum());
            reader.echoes("still here");
            sleepers.forEach(RawClient::close);
        } finally {
            time.interrupt();
        }
    }

    @Test
    void readsPeersBetweenItsSlices() throws InterruptedException {
        int peers = 1_600;
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        CompletableFuture<ServerCounters> counters = new CompletableFuture<>();
        CompletableFuture<Long> sentWhenRead = new CompletableFuture<>();
        WebSocketHandler holding = new WebSocketHandler() {
            @Override
            public void message(WebSocket connection, MessageType type, ByteBuffer payload) {
                if (held.getCount() == 0) {
                    sentWhenRead.complete(counters.join().messagesSent.sum());
                    return;
                }
                held.countDown();
                try {
                    released.await();
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        try (TestServer server = TestServer.with().handler(holding).start()) {
            counters.complete(server.counters());
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < peers; i++) {
                clients.add(server.open());
            }
            clients.getFirst().send(Frames.text("holds the loop up"));
            held.await();
            CompletableFuture<Integer> broadcast = server.server().broadcast(MessageType.TEXT, Frames.utf8("hear"));
            clients.getLast().send(Frames.text("comes before it begins")).delivered();
            released.countDown();
            assertEquals(peers, broadcast.join());
            long sent = sentWhenRead.join();
            assertTrue(sent < peers, "all of the " + sent + " were sent before the next read");
            clients.forEach(RawClient::close);
        }
    }

    @Test
    void goesOnAfterOneThatNoLoopTook() {
        List<ConnectionLoop> loops = new ArrayList<>();
        try (TurnedLoop stopped = new TurnedLoop(Duration.ofHours(1), Duration.ofMillis(40), Duration.ofHours(1))) {
            loops.add(stopped.loop());
        }
        Broadcast broadcast = new Broadcast(loops);
        assertThrows(CompletionException.class, broadcast.send(MessageType.TEXT, new byte[0])::join);
        loops.clear();
        assertEquals(0, broadcast.send(MessageType.TEXT, new byte[0]).join());
    }

    @Test
    void endsTheOneForWhichItThrowsAndReachesTheOthers() {
        WebSocketHandler breaking = new QuietHandler() {
            @Override
            public void open(WebSocket connection) {
                connection.execute(() -> ((Connection) connection).handle(new BrokenRegistration(), new IoEvent() {}));
            }
        };
        try (TestServer server = TestServer.with().handler(breaking).start();
                RawClient sleeper = RawClient.connect(InetAddress.getLoopbackAddress(), server.port(), 4_096)
                        .upgrade()) {
            Eventually.until(() -> {
                publish(server, 1);
                return server.counters().open() == 0;
            });
            try (RawClient other = server.open()) {
                assertEquals(
                        1,
                        server.server().broadcast(MessageType.TEXT, new byte[0]).join());
                assertEquals("text ", other.frame().describe());
            }
            sleeper.reset();
        }
    }

    @Test
    void goesOnWhenAHandlerThrowsAtTheEndOfAConnection() {
        WebSocketHandler broken = new QuietHandler() {
            @Override
            public void close(WebSocket connection, int code) {
                throw new IllegalStateException("thrown by the test");
            }
        };
        try (TestServer server = TestServer.with().handler(broken).start()) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                clients.add(server.open());
            }
            clients.subList(0, 10).forEach(RawClient::reset);
            for (int i = 0; i < 3; i++) {
                server.server().broadcast(MessageType.TEXT, new byte[0]).join();
            }
            Eventually.until(() -> server.counters().open() == 10);
            assertEquals(
                    10, server.server().broadcast(MessageType.TEXT, new byte[0]).join());
        }
    }

    /** So nobody who reads is slow, however seldom it is given the processor. */
    private void passWhileAllIsRead(AtomicLong now, AtomicInteger read) {
        while (!Thread.currentThread().isInterrupted()) {
            if (read.get() >= published.get()) {
                now.addAndGet(Duration.ofMillis(1).toNanos());
            }
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    /** Returns the most bytes that were seen queued. */
    private long publish(TestServer server, int messages) {
        long most = 0;
        for (int i = 0; i < messages; i++) {
            byte[] payload = new byte[SIZE];
            payload[0] = (byte) (i >> 8);
            payload[1] = (byte) i;
            server.server().broadcast(MessageType.BINARY, payload).join();
            published.incrementAndGet();
            most = Math.max(most, server.counters().queuedBytes.sum());
        }
        return most;
    }
}
