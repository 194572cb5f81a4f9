package dev.mooring.server.functional;

import dev.mooring.server.MessageType;
import dev.mooring.server.SendResult;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * What a send of 64 bytes costs on the loop and from another thread, in CPU time of the threads that have to do with it; to be
 * run by hand, on an idle machine. Clients of the same process read all and throw it away.
 */
final class SendCost {
    private static final int CLIENTS = 100;
    private static final int MESSAGES = 1_000_000;
    private static final int BATCH = 1_000;
    private static final byte[] TEXT = new byte[64];
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final LinkedBlockingQueue<WebSocket> opened = new LinkedBlockingQueue<>();
    private final WebSocket[] sockets = new WebSocket[CLIENTS];
    private long loop;

    private SendCost() {}

    /** Prints a line for each way to send. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        new SendCost().run();
        System.exit(0);
    }

    private void run() throws IOException, InterruptedException {
        WebSocketHandler collecting = new WebSocketHandler() {
            @Override
            public void open(WebSocket socket) {
                opened.add(socket);
            }

            @Override
            public void message(WebSocket socket, MessageType type, ByteBuffer payload) {}
        };
        try (TestServer server = TestServer.with().handler(collecting).start()) {
            connect(server.port());
            for (int round = 0; round < 4; round++) {
                print("on the loop, to 100 in turn", 0, CLIENTS);
                print("1 other thread, to 100 in turn", 1, CLIENTS);
                print("8 other threads, to 100 in turn", 8, CLIENTS);
                print("on the loop, to one", 0, 1);
                print("1 other thread, to one", 1, 1);
            }
        }
    }

    private void connect(int port) throws IOException, InterruptedException {
        Selector selector = Selector.open();
        for (int i = 0; i < CLIENTS; i++) {
            SocketChannel client = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            client.write(ByteBuffer.wrap(RawClient.REQUEST.getBytes(StandardCharsets.US_ASCII)));
            sockets[i] = opened.take();
            client.configureBlocking(false).register(selector, SelectionKey.OP_READ);
        }
        CountDownLatch known = new CountDownLatch(1);
        sockets[0].execute(() -> {
            loop = Thread.currentThread().threadId();
            known.countDown();
        });
        known.await();
        Thread.ofPlatform().daemon().start(() -> discard(selector));
    }

    private static void discard(Selector selector) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
        try {
            while (true) {
                selector.select(key -> {
                    try {
                        buffer.clear();
                        ((SocketChannel) key.channel()).read(buffer);
                    } catch (IOException gone) {
                        key.cancel();
                    }
                });
            }
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void print(String way, int threads, int clients) throws InterruptedException {
        long before = THREADS.getThreadCpuTime(loop);
        long others = threads == 0 ? onLoop(clients) : fromOthers(threads, clients);
        CountDownLatch behind = new CountDownLatch(1);
        sockets[0].execute(behind::countDown);
        behind.await();
        long ofLoop = THREADS.getThreadCpuTime(loop) - before;
        System.out.printf(
                Locale.ROOT,
                "%-34s %6.0f ns on the loop, %6.0f ns on the sender%n",
                way,
                (double) ofLoop / MESSAGES,
                (double) others / MESSAGES);
    }

    private long onLoop(int clients) throws InterruptedException {
        for (int batch = 0; batch < MESSAGES / BATCH; batch++) {
            CountDownLatch done = new CountDownLatch(1);
            int first = batch * BATCH;
            sockets[0].execute(() -> {
                for (int i = 0; i < BATCH; i++) {
                    sockets[(first + i) % clients].send(MessageType.BINARY, ByteBuffer.wrap(TEXT));
                }
                done.countDown();
            });
            done.await();
        }
        return 0;
    }

    private long fromOthers(int threads, int clients) throws InterruptedException {
        List<Thread> senders = new ArrayList<>();
        long[] used = new long[threads];
        for (int thread = 0; thread < threads; thread++) {
            int number = thread;
            senders.add(Thread.ofPlatform().start(() -> {
                long start = THREADS.getCurrentThreadCpuTime();
                for (int i = 0; i < MESSAGES / threads; i++) {
                    WebSocket socket = sockets[(number + i) % clients];
                    while (socket.send(MessageType.BINARY, ByteBuffer.wrap(TEXT)) == SendResult.FULL) {
                        LockSupport.parkNanos(200_000);
                    }
                }
                used[number] = THREADS.getCurrentThreadCpuTime() - start;
            }));
        }
        long all = 0;
        for (int thread = 0; thread < threads; thread++) {
            senders.get(thread).join();
            all += used[thread];
        }
        return all;
    }
}
