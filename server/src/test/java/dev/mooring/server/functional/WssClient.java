package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.server.tls.handshake.MemoryClient;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** A client over TLS that has each of its records in hand, and may send a part of one. Not thread-safe. */
public final class WssClient implements AutoCloseable {
    private final RawClient raw;
    private final MemoryClient tls;
    private int read;
    private boolean finished;

    private WssClient(SSLContext trusting, RawClient raw) {
        this.raw = raw;
        this.tls = new MemoryClient(trusting, "localhost");
    }

    public static WssClient connect(SSLContext trusting, int port) {
        return new WssClient(trusting, RawClient.connect(port));
    }

    /** One for which the kernel keeps little. */
    static WssClient connectNarrow(SSLContext trusting, int port) {
        return new WssClient(trusting, RawClient.connect(InetAddress.getLoopbackAddress(), port, 4_096));
    }

    /** Sends its first flight. */
    WssClient begin() {
        return quietly(() -> raw.send(tls.begin()));
    }

    /** Whether its handshake is done. */
    boolean finished() {
        return finished;
    }

    /** Takes the server's flight, and sends its own. */
    WssClient finish() {
        finished = true;
        return quietly(() -> {
            byte[] finished = tls.receive(raw.some());
            while (finished.length == 0) {
                finished = tls.receive(raw.some());
            }
            raw.send(finished);
        });
    }

    /** Opens the WebSocket. */
    public WssClient open() {
        begin().finish().send(RawClient.REQUEST.getBytes(StandardCharsets.US_ASCII));
        return expectUpgrade();
    }

    WssClient expectUpgrade() {
        String head = "";
        while (!head.endsWith("\r\n\r\n")) {
            head += new String(next(1), StandardCharsets.ISO_8859_1);
        }
        assertEquals("HTTP/1.1 101", head.substring(0, 12));
        return this;
    }

    /** What it would send: one record, for up to 16 KiB. */
    byte[] sealed(byte[] bytes) {
        try {
            return tls.send(bytes);
        } catch (SSLException failed) {
            throw new AssertionError(failed);
        }
    }

    WssClient send(byte[] bytes) {
        raw.send(sealed(bytes));
        return this;
    }

    /** What changes the keys of what it sends, and asks the server to do the same. */
    byte[] keyUpdate() {
        try {
            return tls.begin();
        } catch (SSLException failed) {
            throw new AssertionError(failed);
        }
    }

    /** What says that it sends no more. */
    byte[] goodbye() {
        try {
            return tls.close();
        } catch (SSLException failed) {
            throw new AssertionError(failed);
        }
    }

    /** Takes some of what has arrived, and returns how many bytes those were; 0 at the end. */
    int take() {
        byte[] some = raw.some();
        quietly(() -> tls.receive(some));
        return some.length;
    }

    ServerFrame frame() {
        byte[] head = next(2);
        int length = head[1];
        if (length == 126) {
            length = Short.toUnsignedInt(ByteBuffer.wrap(next(2)).getShort());
        } else if (length == 127) {
            length = (int) ByteBuffer.wrap(next(8)).getLong();
        }
        return new ServerFrame(head[0] & 0xFF, next(length));
    }

    WssClient echoes(String text) {
        send(Frames.text(text));
        assertEquals("text " + text, frame().describe());
        return this;
    }

    /** Whether the server has said that nothing more comes, asked after its end. */
    boolean heardTheEnd() {
        while (take() > 0) {
            // What comes before the end is in the data.
        }
        return tls.heardTheEnd();
    }

    public RawClient raw() {
        return raw;
    }

    @Override
    public void close() {
        raw.close();
    }

    private byte[] next(int count) {
        while (tls.received() < read + count) {
            if (take() == 0) {
                throw new AssertionError("the server ended the connection");
            }
        }
        read += count;
        return Arrays.copyOfRange(tls.data(), read - count, read);
    }

    private WssClient quietly(Step step) {
        try {
            step.take();
            return this;
        } catch (SSLException failed) {
            throw new AssertionError(failed.getMessage(), failed);
        }
    }

    private interface Step {
        void take() throws SSLException;
    }
}
