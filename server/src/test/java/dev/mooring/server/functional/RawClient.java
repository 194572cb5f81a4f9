package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A blocking client that sends exactly the bytes it is told to and shows exactly what came back.
 *
 * <p>Not thread-safe, but one thread may send while another receives. A read that gets nothing for a minute fails.
 */
public final class RawClient implements AutoCloseable {
    /** The example of RFC 6455 section 1.3, as short as a request may be. */
    public static final String REQUEST = """
            GET /chat HTTP/1.1\r
            Host: server.example.com\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Sec-WebSocket-Version: 13\r
            \r
            """;

    private static final int HANG_GUARD_MILLIS = 60_000;

    private final Socket socket;
    private final DataInputStream in;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    public static RawClient connect(int port) {
        return connect(InetAddress.getLoopbackAddress(), port, 0);
    }

    /**
     * Connects.
     *
     * @param receiveBuffer bytes that the kernel may keep for this client, 0 for what it likes
     */
    public static RawClient connect(InetAddress address, int port, int receiveBuffer) {
        Socket socket = new Socket();
        try {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(HANG_GUARD_MILLIS);
            socket.connect(new InetSocketAddress(address, port), HANG_GUARD_MILLIS);
            return new RawClient(socket);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Over TLS, as the context's trust and suites have it. */
    public static RawClient secured(SSLContext context, int port, String... suites) {
        try {
            SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
            if (suites.length > 0) {
                socket.setEnabledCipherSuites(suites);
            }
            socket.setSoTimeout(HANG_GUARD_MILLIS);
            socket.startHandshake();
            return new RawClient(socket);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Whatever has arrived, at least a byte; none at the end. */
    public byte[] some() {
        try {
            byte[] bytes = new byte[1 << 16];
            int count = in.read(bytes);
            return count < 0 ? new byte[0] : Arrays.copyOf(bytes, count);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Opens the WebSocket and checks the accept key. */
    public RawClient upgrade() {
        send(REQUEST);
        Response response = response();
        assertEquals(101, response.status(), response.text());
        assertEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", response.field("Sec-WebSocket-Accept"), response.text());
        return this;
    }

    public RawClient send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public RawClient send(String bytes) {
        return send(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Waits until the server's kernel has all that was sent: on a busy machine the loopback interface delivers later. */
    public RawClient delivered() {
        Eventually.until(this::isDelivered);
        return this;
    }

    /** Whether nothing that was sent is still under way: the server's kernel has it, or the connection is no more. */
    public boolean isDelivered() {
        String sendQueue = sendQueue(1, socket.getLocalPort());
        return sendQueue.isEmpty() || sendQueue.equals("00000000");
    }

    /**
     * The bytes that are not acknowledged, in hexadecimal: the fifth column (kernel: Documentation/networking/proc_net_tcp).
     *
     * @param column of the end that has the port: 1 for the socket's own, 2 for its peer's
     * @return nothing when there is no such connection
     */
    private static String sendQueue(int column, int port) {
        String end = ":%04X".formatted(port);
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(table -> {
                    try {
                        return Files.readAllLines(Path.of(table)).stream();
                    } catch (IOException unreadable) {
                        throw new UncheckedIOException(unreadable);
                    }
                })
                .map(line -> line.strip().split(" +", -1))
                .filter(columns -> columns[column].endsWith(end))
                .map(columns -> columns[4].substring(0, columns[4].indexOf(':')))
                .findFirst()
                .orElse("");
    }

    /** Sends in pieces, each its own segment. */
    public RawClient sendInChops(byte[] bytes, int size) {
        for (int at = 0; at < bytes.length; at += size) {
            send(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size)));
        }
        return this;
    }

    /** Sends as much as the server takes before it ends the connection. */
    public RawClient sendUntilRefused(byte[] bytes, int times) {
        try {
            for (int i = 0; i < times; i++) {
                socket.getOutputStream().write(bytes);
            }
        } catch (IOException refused) {
            // What the test wants to see is in what was received.
        }
        return this;
    }

    /** The answer to a request. */
    public Response response() {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        try {
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                head.write(in.readUnsignedByte());
            }
            Response response = new Response(head.toString(StandardCharsets.ISO_8859_1));
            byte[] body = new byte[response.contentLength()];
            in.readFully(body);
            return new Response(response.text() + new String(body, StandardCharsets.ISO_8859_1));
        } catch (EOFException ended) {
            throw new AssertionError("ended after: " + head.toString(StandardCharsets.ISO_8859_1), ended);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The server's next frame. */
    public ServerFrame frame() {
        try {
            int first = in.readUnsignedByte();
            int second = in.readUnsignedByte();
            assertEquals(0, second & 0x80, "a server's frame must not be masked");
            long length = second < 126 ? second : second == 126 ? in.readUnsignedShort() : in.readLong();
            byte[] payload = new byte[Math.toIntExact(length)];
            in.readFully(payload);
            return new ServerFrame(first, payload);
        } catch (EOFException ended) {
            throw new AssertionError("no frame: the server ended the connection", ended);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Expects a Close as the last that the server sends, and then the orderly end of the connection. */
    public void expectClose(int code) {
        ServerFrame frame = frame();
        assertEquals("close " + code, frame.describe());
        expectEnd();
    }

    /** Expects the orderly end of the connection and no byte before it. */
    public void expectEnd() {
        byte[] rest = readToEnd();
        assertEquals(0, rest.length, () -> "unexpected: " + new String(rest, StandardCharsets.ISO_8859_1));
    }

    /** Whether a whole ping or pong without payload, or more, has arrived. */
    public boolean hasReceived() {
        try {
            return in.available() >= 2;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Everything up to the orderly end. */
    public byte[] readToEnd() {
        try {
            return in.readAllBytes();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Whether the connection ends, orderly or by a reset, whatever comes before. */
    public boolean ends() {
        try {
            byte[] waste = new byte[1 << 16];
            int received = in.read(waste);
            while (received >= 0) {
                received = in.read(waste);
            }
            return true;
        } catch (SocketException reset) {
            return true;
        } catch (IOException hanging) {
            return false;
        }
    }

    public RawClient echoes(String text) {
        send(Frames.text(text));
        assertEquals("text " + text, frame().describe());
        return this;
    }

    public void shutOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public InetSocketAddress localAddress() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** Ends the connection by a reset. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Ends the connection by a reset, and returns when the server's kernel has it. */
    public void resetAndDelivered() {
        int port = socket.getLocalPort();
        reset();
        Eventually.until(() -> sendQueue(2, port).isEmpty());
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
