package dev.mooring.server.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Issuers as they are on a bad day, over real sockets: everything ends, and the connection with it. */
@Timeout(60)
class HttpKeyFetchTest {
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: ";

    /** What an issuer does on a connection after the request has come. */
    private interface Answering {
        void answer(OutputStream out) throws IOException;
    }

    @Test
    void whatIsThereComes() throws Exception {
        assertEquals("{}", fetched(LONG, out -> out.write((HEAD + "2\r\n\r\n{}").getBytes(US_ASCII))));
    }

    @Test
    void anAnswerThatNeverComesIsGivenUp() throws Exception {
        assertInstanceOf(TimeoutException.class, failure(SHORT, _ -> {}));
    }

    @Test
    void anAnswerThatDripsIsGivenUp() throws Exception {
        assertInstanceOf(TimeoutException.class, failure(SHORT, out -> {
            // The rest never comes: with any pace of its own the issuer might be done before the time is up.
            out.write((HEAD + "2\r\n\r\n{").getBytes(US_ASCII));
        }));
    }

    @Test
    void anAnswerThatIsEndlessIsGivenUpAtItsLimit() throws Exception {
        byte[] part = " ".repeat(1 << 16).getBytes(US_ASCII);
        Throwable failure = failure(LONG, out -> {
            out.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
            while (true) {
                out.write(part);
            }
        });
        assertInstanceOf(IOException.class, failure);
    }

    @Test
    void anAnswerThatSaysItHasAGigabyteIsGivenUpAtItsLimit() throws Exception {
        byte[] part = " ".repeat(1 << 16).getBytes(US_ASCII);
        assertInstanceOf(IOException.class, failure(LONG, out -> {
            out.write((HEAD + (1 << 30) + "\r\n\r\n").getBytes(US_ASCII));
            while (true) {
                out.write(part);
            }
        }));
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        assertEquals(
                "status 302",
                failure(
                                LONG,
                                out -> out.write(
                                        "HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n"
                                                .getBytes(US_ASCII)))
                        .getMessage());
    }

    @Test
    void anErrorIsAFailure() throws Exception {
        assertEquals(
                "status 500",
                failure(LONG, out -> out.write("HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\n{}".getBytes(US_ASCII)))
                        .getMessage());
    }

    private static Throwable failure(Duration timeout, Answering answering) throws Exception {
        return requireNonNull(assertThrows(CompletionException.class, () -> fetched(timeout, answering))
                .getCause());
    }

    /** What is fetched; returns when the issuer's connection, if the client came as far as one, has ended too. */
    private static String fetched(Duration timeout, Answering answering) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (ServerSocket issuer = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket client = issuer.accept()) {
                    if (begins(client.getInputStream())) {
                        answering.answer(client.getOutputStream());
                    }
                    client.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException ended) {
                    // The client has given up, as it has to.
                } finally {
                    over.countDown();
                }
            });
            URI keys = URI.create("http://127.0.0.1:" + issuer.getLocalPort() + "/keys");
            try (HttpKeyFetch fetch = new HttpKeyFetch(keys, LONG, timeout)) {
                return fetch.text().join();
            }
        } finally {
            over.await();
        }
    }

    /** Whether the request line and a header come: the answer may begin. A client that gives up first sends neither. */
    private static boolean begins(InputStream in) throws IOException {
        for (int lines = 0; lines < 2; ) {
            int next = in.read();
            if (next < 0) {
                return false;
            }
            lines += next == '\n' ? 1 : 0;
        }
        return true;
    }
}
