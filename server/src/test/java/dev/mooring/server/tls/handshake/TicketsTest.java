package dev.mooring.server.tls.handshake;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.tls.handshake.TlsHandshake;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tickets against the engine of the JDK, in memory. */
final class TicketsTest {
    private static TestCertificate certificate;

    /** One for each test: it keeps the tickets of its engines. */
    private SSLContext clients;

    @BeforeAll
    static void makeCertificate(@TempDir Path folder) {
        certificate = TestCertificate.ecdsa(folder, "localhost");
    }

    @BeforeEach
    void forgetTickets() {
        clients = TestCertificate.trusting(certificate);
    }

    @AfterEach
    void nothingNativeIsLeft() {
        assertEquals(0, TlsHandshake.live(), "handshakes that were not freed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void nobodyResumesWithoutTheSetting(String protocol) throws Exception {
        try (TlsContext context = context(false)) {
            assertFalse(isResumed(context, protocol), "the first is new");
            assertFalse(isResumed(context, protocol), "and so is the second");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void whoHasATicketResumesAndDataGoesBothWays(String protocol) throws Exception {
        try (TlsContext context = context(true)) {
            assertFalse(isResumed(context, protocol), "the first is new");
            assertTrue(isResumed(context, protocol), "the second goes on");
            assertTrue(isResumed(context, protocol), "and so does the third");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aTicketOfTheKeyBeforeIsTakenAndNoOlderOne(String protocol) throws Exception {
        try (TlsContext context = context(true)) {
            assertFalse(isResumed(context, protocol), "the first is new");
            context.rotateTicketKeys();
            assertTrue(isResumed(context, protocol), "by the key before, which brings a ticket of the new one");
            context.rotateTicketKeys();
            context.rotateTicketKeys();
            assertFalse(isResumed(context, protocol), "its key is forgotten");
        }
    }

    @Test
    void aTicketOfAnotherServerIsOfNoUse() throws Exception {
        try (TlsContext context = context(true);
                TlsContext another = context(true)) {
            assertFalse(isResumed(context, "TLSv1.3"), "the first is new");
            assertFalse(isResumed(another, "TLSv1.3"), "and so is one elsewhere");
        }
    }

    private boolean isResumed(TlsContext context, String protocol) throws Exception {
        try (MemoryServer server = new MemoryServer(context)) {
            MemoryClient client = MemoryClient.resuming(clients).protocols(protocol);
            byte[] toServer = client.begin();
            for (int turn = 0; turn < 4 && !server.done(); turn++) {
                toServer = client.receive(server.receive(toServer));
            }
            server.receive(toServer);
            byte[] hello = "hello".getBytes(StandardCharsets.US_ASCII);
            server.receive(client.send(hello));
            client.receive(server.send(hello));
            assertArrayEquals(hello, server.data());
            assertArrayEquals(hello, client.data());
            // The JDK keeps no session of a connection that has not ended in order.
            server.receive(client.close());
            return server.resumed;
        }
    }

    private static TlsContext context(boolean tickets) {
        return new TlsContext(List.of(certificate.credential()), new TlsPolicy(true, tickets, Optional.empty()));
    }
}
