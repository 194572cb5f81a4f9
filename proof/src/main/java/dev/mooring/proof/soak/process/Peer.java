package dev.mooring.proof.soak.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** A client that sends what it is told to, whole or in pieces, and need not read. One thread at a time. */
public final class Peer implements AutoCloseable {
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);
    private static final int ADDRESSES = 100;
    private static final int FIRST_ADDRESS = 50;
    private static final int NARROW = 2_304;
    private static final byte[] REQUEST = ascii("""
            GET / HTTP/1.1\r
            Host: localhost\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            \r
            """);

    private final Socket socket = new Socket();

    /**
     * Connects to a port of this machine.
     *
     * @param index spreads the peers over source addresses, so that ports do not run out
     * @param narrow whether the kernel keeps little for it
     */
    public Peer(int port, int index, boolean narrow) throws IOException {
        if (narrow) {
            socket.setReceiveBufferSize(NARROW);
        }
        socket.setTcpNoDelay(true);
        socket.setReuseAddress(true);
        socket.setSoTimeout(Math.toIntExact(MAX_WAIT.toMillis()));
        InetAddress source = InetAddress.getByAddress(
                new byte[] {127, 0, 1, (byte) (FIRST_ADDRESS + Math.floorMod(index, ADDRESSES))});
        socket.bind(new InetSocketAddress(source, 0));
        socket.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Math.toIntExact(MAX_WAIT.toMillis()));
    }

    /** Opens the WebSocket with the request in one packet. */
    public Peer upgrade() throws IOException {
        send(REQUEST);
        requireUpgraded();
        return this;
    }

    /**
     * Opens the WebSocket with the request cut at random places, in two to four packets.
     *
     * @param between the longest pause between two of them, at least a millisecond
     */
    public Peer upgradeInPieces(RandomGenerator random, Duration between) throws IOException, InterruptedException {
        int[] cuts = random.ints(1L + random.nextInt(3), 1, REQUEST.length)
                .sorted()
                .distinct()
                .toArray();
        int from = 0;
        for (int cut : cuts) {
            send(Arrays.copyOfRange(REQUEST, from, cut));
            Thread.sleep(1 + random.nextLong(between.toMillis()));
            from = cut;
        }
        send(Arrays.copyOfRange(REQUEST, from, REQUEST.length));
        requireUpgraded();
        return this;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Ends it by a reset. */
    @Override
    public void close() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private void requireUpgraded() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no answer to the request, but: " + head.toString(StandardCharsets.ISO_8859_1));
            }
            head.write(next);
        }
        if (!head.toString(StandardCharsets.ISO_8859_1).startsWith("HTTP/1.1 101 ")) {
            throw new IOException("answered " + head.toString(StandardCharsets.ISO_8859_1));
        }
    }
}
