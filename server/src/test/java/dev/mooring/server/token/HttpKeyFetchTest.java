package dev.mooring.server.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Issuers as they are on a bad day, over real sockets: everything ends, and the connection with it. */
@Timeout(60)
class HttpKeyFetchTest {
    private static final Duration SHORT = Duration.ofMillis(300);
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
            out.write((HEAD + "100000\r\n\r\n").getBytes(US_ASCII));
            while (true) {
                out.write(' ');
                out.flush();
            }
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

    /** What is fetched; returns when the issuer's connection has ended too, where it writes without end. */
    private static String fetched(Duration timeout, Answering answering) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        AtomicInteger requests = new AtomicInteger();
        try (ServerSocket issuer = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket client = issuer.accept()) {
                    while (client.getInputStream().read() != '\n' || requests.incrementAndGet() < 2) {
                        // The request line and a header: the answer may begin.
                    }
                    answering.answer(client.getOutputStream());
                    client.getOutputStream().flush();
                    client.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException ended) {
                    // The client has given up, as it has to.
                } finally {
                    over.countDown();
                }
            });
            try (HttpKeyFetch fetch =
                    new HttpKeyFetch(URI.create("http://127.0.0.1:" + issuer.getLocalPort() + "/keys"), timeout)) {
                return fetch.text().join();
            } finally {
                over.await();
            }
        }
    }
}
