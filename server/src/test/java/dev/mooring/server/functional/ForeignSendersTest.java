package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.MessageType;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.connection.Connection;
import dev.mooring.server.metrics.MemoryKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Eight threads that heed the answers send to a hundred clients, of which one never reads: all that was answered SENT or
 * QUEUED arrives, in the order of each thread, byte for byte, and the one that does not read is closed at its bound.
 */
@Timeout(300)
class ForeignSendersTest {
    private static final int THREADS = 8;
    private static final int CLIENTS = 100;
    private static final int MESSAGES = Integer.getInteger("mooring.foreign.messages", 12_000);
    private static final long SEED = Long.getLong("mooring.seed", 23);
    private static final int SEND_BUFFER = 4_608;
    private static final int MAX_MESSAGE = 80_000;
    /** Sender, number, seed of the rest. */
    private static final int HEADER = 12;

    private final LinkedBlockingQueue<WebSocket> opened = new LinkedBlockingQueue<>();
    private final AtomicReferenceArray<CompletableFuture<Void>> room = new AtomicReferenceArray<>(CLIENTS);
    private final AtomicBoolean first = new AtomicBoolean(true);
    private final CompletableFuture<Integer> slowCode = new CompletableFuture<>();
    private final AtomicLong now = new AtomicLong();
    private final CountDownLatch halfSent = new CountDownLatch(THREADS);
    private final CompletableFuture<Void> secondHalf = new CompletableFuture<>();

    @Test
    void everythingTakenArrivesInTheOrderOfEachThread() throws InterruptedException {
        try (TestServer server = TestServer.with("--event-loops=2", "--slow-timeout=1s", "--max-message=80KiB")
                .clock(now::get)
                .handler(new Application())
                .start()) {
            for (int client = 0; client < CLIENTS; client++) {
                room.set(client, new CompletableFuture<>());
            }
            List<RawClient> clients = new ArrayList<>();
            WebSocket[] sockets = new WebSocket[CLIENTS];
            for (int client = 0; client < CLIENTS; client++) {
                clients.add((client == 0
                                ? RawClient.connect(InetAddress.getLoopbackAddress(), server.port(), 2_304)
                                : server.connect())
                        .upgrade());
                sockets[client] = opened.take();
                int number = client;
                CountDownLatch attached = new CountDownLatch(1);
                sockets[client].execute(() -> {
                    sockets[number].attach(number);
                    attached.countDown();
                });
                attached.await();
            }
            List<Sender> senders = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            List<Reader> readers = new ArrayList<>();
            for (int client = 1; client < CLIENTS; client++) {
                Reader reader = new Reader(clients.get(client));
                readers.add(reader);
                threads.add(Thread.ofVirtual().start(reader));
            }
            for (int thread = 0; thread < THREADS; thread++) {
                Sender sender = new Sender(thread, sockets);
                senders.add(sender);
                threads.add(Thread.ofPlatform().start(sender));
            }
            halfSent.await();
            awaitReaders(readers, senders);
            // Time passes while nobody who reads is behind: it is up for the other one, which is closed in the second
            // half.
            now.addAndGet(Duration.ofSeconds(2).toNanos());
            secondHalf.complete(null);
            for (Sender sender : senders) {
                sender.done.join();
            }
            awaitReaders(readers, senders);
            for (int client = 1; client < CLIENTS; client++) {
                sockets[client].close(4000, "all sent");
            }
            for (Thread thread : threads) {
                thread.join();
            }
            for (int client = 1; client < CLIENTS; client++) {
                for (Sender sender : senders) {
                    assertEquals(
                            sender.taken.get(client),
                            readers.get(client - 1).heard.get(sender.number),
                            "thread " + sender.number + " to client " + client + ", seed " + SEED);
                }
            }
            Eventually.until(now, Duration.ofSeconds(1), slowCode::isDone);
            assertEquals(1008, slowCode.join());
            assertEquals(1, server.counters().slowCloses.sum());
            assertTrue(senders.stream().anyMatch(sender -> sender.full > 0), "nobody was ever full");
            Eventually.until(() -> server.counters().memory(MemoryKind.QUEUES).used() == 0);
            clients.getFirst().close();
        }
    }

    /** Returns when all that was taken has been read. */
    private static void awaitReaders(List<Reader> readers, List<Sender> senders) {
        for (int client = 1; client < CLIENTS; client++) {
            int number = client;
            int taken = senders.stream()
                    .mapToInt(sender -> sender.taken.get(number).size())
                    .sum();
            Reader reader = readers.get(client - 1);
            Eventually.until(() -> reader.total.get() >= taken || reader.ended);
        }
    }

    /** What the message is that a thread sends as its number so and so. */
    private static byte[] message(int thread, int number) {
        SplittableRandom random = new SplittableRandom(SEED + thread * 1_000_003L + number);
        int length = HEADER + random.nextInt(random.nextInt(100) == 0 ? MAX_MESSAGE - HEADER : 300);
        byte[] message = new byte[length];
        random.nextBytes(message);
        ByteBuffer.wrap(message).putInt(thread).putInt(number);
        return message;
    }

    private final class Sender implements Runnable {
        private final int number;
        private final WebSocket[] sockets;
        private final List<List<Integer>> taken = lists(CLIENTS);
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private int full;

        Sender(int number, WebSocket[] sockets) {
            this.number = number;
            this.sockets = sockets;
        }

        @Override
        public void run() {
            try {
                SplittableRandom random = new SplittableRandom(SEED * 31 + number);
                for (int message = 0; message < MESSAGES; message++) {
                    if (message == MESSAGES / 2) {
                        halfSent.countDown();
                        secondHalf.join();
                    }
                    // The one that does not read gets as much as ten others.
                    int client = random.nextInt(10) == 0 ? 0 : random.nextInt(CLIENTS);
                    send(client, message);
                }
                done.complete(null);
            } catch (RuntimeException | Error failed) {
                done.completeExceptionally(failed);
                throw failed;
            }
        }

        private void send(int client, int message) {
            ByteBuffer payload = ByteBuffer.wrap(message(number, message));
            CompletableFuture<Void> news = room.get(client);
            switch (sockets[client].send(MessageType.BINARY, payload)) {
                case SENT, QUEUED -> taken.get(client).add(message);
                case FULL -> {
                    full++;
                    assertEquals(0, payload.position());
                    if (client != 0) {
                        news.orTimeout(120, TimeUnit.SECONDS).join();
                    }
                }
                case CLOSED -> assertEquals(0, client, "closed though it reads");
            }
        }
    }

    private static final class Reader implements Runnable {
        private final RawClient client;
        private final List<List<Integer>> heard = lists(THREADS);
        private final AtomicInteger total = new AtomicInteger();
        private volatile boolean ended;

        Reader(RawClient client) {
            this.client = client;
        }

        @Override
        public void run() {
            try {
                read();
            } finally {
                ended = true;
            }
        }

        private void read() {
            ServerFrame frame = client.frame();
            while (frame.first() == (Frames.FINAL | Frames.BINARY)) {
                ByteBuffer payload = ByteBuffer.wrap(frame.payload());
                int thread = payload.getInt();
                int number = payload.getInt();
                assertTrue(Arrays.equals(message(thread, number), frame.payload()), "wrong bytes, seed " + SEED);
                heard.get(thread).add(number);
                total.incrementAndGet();
                frame = client.frame();
            }
            assertEquals("close 4000", frame.describe());
            client.close();
        }
    }

    private final class Application implements WebSocketHandler {
        @Override
        public void open(WebSocket socket) {
            if (first.getAndSet(false)) {
                narrow((Connection) socket);
            }
            opened.add(socket);
        }

        @Override
        public void message(WebSocket socket, MessageType type, ByteBuffer payload) {}

        @Override
        public void writable(WebSocket socket) {
            socket.attachment().ifPresent(client -> {
                room.getAndSet((int) client, new CompletableFuture<>()).complete(null);
            });
        }

        @Override
        public void close(WebSocket socket, int code) {
            if (socket.attachment().filter(client -> (int) client == 0).isPresent()) {
                slowCode.complete(code);
            }
        }

        private static void narrow(Connection connection) {
            try {
                connection.setSendBufferSize(SEND_BUFFER);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    private static List<List<Integer>> lists(int number) {
        List<List<Integer>> lists = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            lists.add(new ArrayList<>());
        }
        return lists;
    }
}
