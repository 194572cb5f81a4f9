package dev.mooring.hosttuning.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP relay to a port of this machine. It can reset its first connections, keep every byte back for a time each way,
 * and counts the flights: a flight ends when bytes go the other way.
 */
final class RelayProxy implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final ServerSocket listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    private final int port;
    private final int resets;
    private final Duration oneWay;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger flights = new AtomicInteger();
    private boolean lastToServer;

    RelayProxy(int port, int resets, Duration oneWay) throws IOException {
        this.port = port;
        this.resets = resets;
        this.oneWay = oneWay;
        Thread.startVirtualThread(this::accept);
    }

    SshAddress address() {
        return new SshAddress(SshServer.user(), "127.0.0.1", listener.getLocalPort());
    }

    int connections() {
        return connections.get();
    }

    int flights() {
        return flights.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                if (connections.incrementAndGet() <= resets) {
                    client.setSoLinger(true, 0);
                    client.close();
                } else {
                    relay(client, new Socket(InetAddress.getLoopbackAddress(), port));
                }
            }
        } catch (IOException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void relay(Socket client, Socket server) throws IOException {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        pump(client, server, true);
        pump(server, client, false);
    }

    /** One thread reads and one writes, so a byte that is kept back keeps no later byte back any longer. */
    private void pump(Socket from, Socket to, boolean toServer) {
        LinkedBlockingQueue<Chunk> way = new LinkedBlockingQueue<>();
        Thread.startVirtualThread(() -> read(from, way, toServer));
        Thread.startVirtualThread(() -> write(to, way));
    }

    private void read(Socket from, LinkedBlockingQueue<Chunk> way, boolean toServer) {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = from.getInputStream()) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                count(toServer);
                way.add(new Chunk(Arrays.copyOf(buffer, length), System.nanoTime() + oneWay.toNanos()));
            }
        } catch (IOException closed) {
            Thread.currentThread().interrupt();
        }
        way.add(new Chunk(new byte[0], System.nanoTime()));
    }

    private static void write(Socket to, LinkedBlockingQueue<Chunk> way) {
        try (OutputStream out = to.getOutputStream()) {
            for (Chunk chunk = way.take(); chunk.bytes.length > 0; chunk = way.take()) {
                Thread.sleep(Duration.ofNanos(Math.max(0, chunk.due - System.nanoTime())));
                out.write(chunk.bytes);
            }
        } catch (IOException | InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void count(boolean toServer) {
        if (toServer != lastToServer) {
            flights.incrementAndGet();
            lastToServer = toServer;
        }
    }

    private static final class Chunk {
        private final byte[] bytes;
        private final long due;

        private Chunk(byte[] bytes, long due) {
            this.bytes = bytes;
            this.due = due;
        }
    }
}
