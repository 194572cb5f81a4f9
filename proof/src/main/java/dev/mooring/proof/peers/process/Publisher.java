package dev.mooring.proof.peers.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * One kept connection to a server's HTTP port; a request goes out in one write, as the C floor needs it.
 *
 * <p>Not thread-safe, but {@link #send} and {@link #receive} may be two threads', so that requests are pipelined.
 */
public final class Publisher implements AutoCloseable {
    private static final Duration MAX_START = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final String LENGTH = "content-length:";

    private final Socket socket;
    private final InputStream answers;
    private final String headers;

    /** @param headers besides Host and Content-Length, each with its line end */
    public Publisher(int port, String headers) throws IOException {
        this.socket = connected(port);
        this.socket.setTcpNoDelay(true);
        this.answers = new BufferedInputStream(socket.getInputStream());
        this.headers = headers;
    }

    /** A server may open its other ports first. */
    private static Socket connected(int port) throws IOException {
        long deadline = System.nanoTime() + MAX_START.toNanos();
        while (true) {
            try {
                return new Socket(InetAddress.getLoopbackAddress(), port);
            } catch (ConnectException notYet) {
                if (System.nanoTime() > deadline) {
                    throw notYet;
                }
                LockSupport.parkNanos(LOOK.toNanos());
            }
        }
    }

    /** One request as it goes out. */
    public String request(String path, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + socket.getPort() + "\r\nContent-Length: "
                + body.length() + "\r\n" + headers + "\r\n" + body;
    }

    public void send(String requests) throws IOException {
        socket.getOutputStream().write(requests.getBytes(US_ASCII));
    }

    /** Posts and waits for the answer's end. */
    public int post(String path, String body) throws IOException {
        send(request(path, body));
        return receive();
    }

    /** The status of the next answer, once all of it is there. */
    public int receive() throws IOException {
        String status = line();
        int length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
                length = Integer.parseInt(line.substring(LENGTH.length()).strip());
            }
        }
        answers.skipNBytes(length);
        return Integer.parseInt(status.split(" ", 3)[1]);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = answers.read(); next != '\n'; next = answers.read()) {
            if (next < 0) {
                throw new IOException("the server ended the connection of its publisher");
            }
            line.append(new String(new byte[] {(byte) next}, ISO_8859_1));
        }
        return line.toString().stripTrailing();
    }
}
