package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.tls.handshake.MemoryClient;
import dev.mooring.server.tls.handshake.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A certificate that is replaced while connections are open and handshakes under way. */
@Timeout(120)
class WssReloadTest {
    private static final int OPEN = 50;
    private static final int RELOADS = 5;

    @Test
    void openConnectionsLiveOnAndNewOnesAreShownTheNewCertificate(@TempDir Path folder) throws IOException {
        List<RawClient> clients = new ArrayList<>();
        try (SecureServer server = SecureServer.start(folder)) {
            SSLContext trustsFirst = server.trusting();
            for (int i = 0; i < OPEN; i++) {
                clients.add(server.open());
            }
            SSLContext trustsLatest = trustsFirst;
            for (int reload = 0; reload < RELOADS; reload++) {
                trustsLatest = TestCertificate.trusting(replaced(folder, server));
                clients.add(RawClient.secured(trustsLatest, server.securePort()).upgrade());
            }
            for (int i = 0; i < clients.size(); i++) {
                clients.get(i).echoes("message " + i);
            }
            assertEquals(OPEN + RELOADS, server.server().counters().upgraded.sum());
            assertThrows(
                    SSLException.class,
                    () -> handshake(new MemoryClient(trustsFirst, "localhost"), server.securePort()),
                    "the first certificate is shown no more");
        } finally {
            clients.forEach(RawClient::close);
        }
    }

    /** What began with one certificate ends with it: its context is freed with the last handshake that uses it. */
    @Test
    void aHandshakeUnderWayEndsWithTheCertificateThatItBeganWith(@TempDir Path folder) throws Exception {
        try (SecureServer server = SecureServer.start(folder);
                RawClient raw = RawClient.connect(server.securePort())) {
            MemoryClient client = new MemoryClient(server.trusting(), "localhost");
            raw.send(client.begin());
            byte[] flight = raw.some();
            replaced(folder, server);
            byte[] finished = client.receive(flight);
            while (finished.length == 0) {
                finished = client.receive(raw.some());
            }
            raw.send(finished);
            Eventually.until(() -> server.server().counters().tlsHandshakes.sum() == 1);
        }
    }

    private static TestCertificate replaced(Path folder, SecureServer server) throws IOException {
        TestCertificate next = TestCertificate.ecdsa(folder, "localhost");
        copy(next.chainFile(), server.certificate().chainFile());
        copy(next.keyFile(), server.certificate().keyFile());
        String said = server.server().server().reloadCertificates().orElse("");
        assertTrue(said.startsWith("certificates read anew: [CN=localhost "), said);
        return next;
    }

    private static void handshake(MemoryClient client, int port) throws Exception {
        try (RawClient raw = RawClient.connect(port)) {
            raw.send(client.begin());
            while (client.receive(raw.some()).length == 0) {
                // Until the certificate is judged.
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
}
