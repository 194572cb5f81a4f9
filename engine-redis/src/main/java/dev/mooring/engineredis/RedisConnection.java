package dev.mooring.engineredis;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.engineredis.resp.Command;
import dev.mooring.engineredis.resp.Reply;
import dev.mooring.engineredis.resp.ReplyException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One connection to an engine: a socket, and a buffer that grows with its longest reply. One thread reads, one writes; any may
 * close, which wakes both.
 */
final class RedisConnection implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int FIRST_BUFFER = 64 << 10;

    private final Socket socket;
    /** What is closed: TLS would first say good-bye, behind a write that may be stuck. */
    private final Socket transport;

    private final InputStream in;
    private final OutputStream out;
    private final Reply reply = new Reply();
    private byte[] buffer = new byte[FIRST_BUFFER];
    private int from;
    private int to;

    private RedisConnection(Socket socket, Socket transport) throws IOException {
        this.socket = socket;
        this.transport = transport;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /**
     * Connects and says who it is.
     *
     * @param name what the engine calls the connection, for whoever looks at its clients
     * @throws RefusedException when the engine does not let it in, or its certificate is not good
     * @throws IOException when nobody answers
     */
    static RedisConnection open(RedisAddress address, SSLContext tls, String name) throws IOException {
        Socket socket = new Socket();
        boolean opened = false;
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.connect(new InetSocketAddress(address.host(), address.port()), (int) PATIENCE.toMillis());
            RedisConnection connection =
                    new RedisConnection(address.secured() ? secured(socket, address, tls) : socket, socket);
            connection.login(address, name);
            connection.socket.setSoTimeout(0);
            opened = true;
            return connection;
        } finally {
            if (!opened) {
                socket.close();
            }
        }
    }

    private static Socket secured(Socket plain, RedisAddress address, SSLContext tls) throws IOException {
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, address.host(), address.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        try {
            socket.startHandshake();
        } catch (SSLException refused) {
            if (refused.getCause() instanceof EOFException) {
                throw refused;
            }
            throw RefusedException.of(
                    "engine",
                    address,
                    "does not come to TLS:",
                    String.valueOf(refused.getMessage()),
                    "correct its certificate, or what is trusted here (javax.net.ssl.trustStore)");
        }
        return socket;
    }

    private void login(RedisAddress address, String name) throws IOException {
        if (address.password().isPresent()) {
            String password = address.password().get();
            write(
                    address.user().isPresent()
                            ? Command.of("AUTH", address.user().get(), password)
                            : Command.of("AUTH", password));
            requireAllowed(next(), address);
        }
        write(Command.of("CLIENT", "SETNAME", name));
        Reply named = next();
        if (named.isError() && !named.text(0).startsWith("NOPERM")) {
            requireAllowed(named, address);
        }
    }

    /** What the engine answers is its own text: it repeats no password. */
    static void requireAllowed(Reply reply, RedisAddress address) throws IOException {
        if (!reply.isError()) {
            return;
        }
        String why = reply.text(0);
        if (Stream.of("NOAUTH", "WRONGPASS", "NOPERM", "ERR AUTH", "ERR invalid password")
                .noneMatch(why::startsWith)) {
            // It loads its data, has too many clients, or is a replica without its master: that passes.
            throw new ReplyException("the engine answers: " + why);
        } else {
            throw RefusedException.of(
                    "engine",
                    address,
                    "refuses this host:",
                    why,
                    "give user and password of a user that may publish and subscribe to m:*");
        }
    }

    /** Writes all of it. */
    void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    void write(ByteArrayOutputStream bytes) throws IOException {
        bytes.writeTo(out);
        out.flush();
    }

    /** The next reply, which is valid until the one after it; waits for it. */
    Reply next() throws IOException {
        while (true) {
            int next = reply.read(buffer, from, to);
            if (next >= 0) {
                from = next;
                return reply;
            }
            fill();
        }
    }

    /** The next reply within that time; null when there is none. */
    @Nullable
    Reply next(Duration patience) throws IOException {
        socket.setSoTimeout((int) Math.max(1, patience.toMillis()));
        try {
            return next();
        } catch (SocketTimeoutException none) {
            return null;
        } finally {
            socket.setSoTimeout(0);
        }
    }

    /** The bytes in which the last reply lies. */
    byte[] bytes() {
        return buffer;
    }

    private void fill() throws IOException {
        if (to == buffer.length || from == to) {
            int held = to - from;
            byte[] room = held > buffer.length / 2 ? new byte[larger()] : buffer;
            System.arraycopy(buffer, from, room, 0, held);
            // One long reply must not hold its length for ever.
            buffer = held == 0 && room.length > FIRST_BUFFER ? new byte[FIRST_BUFFER] : room;
            from = 0;
            to = held;
        }
        int read = in.read(buffer, to, buffer.length - to);
        if (read < 0) {
            throw new EOFException("the engine closed the connection");
        }
        to += read;
    }

    private int larger() throws ReplyException {
        if (buffer.length > 2 * Reply.MAX_LENGTH) {
            throw new ReplyException("a reply is longer than " + buffer.length + " bytes");
        }
        return 2 * buffer.length;
    }

    @Override
    public void close() {
        try {
            transport.close();
        } catch (IOException gone) {
            // It is given back whatever close returns.
        }
    }
}
