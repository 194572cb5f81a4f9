package dev.mooring.server.tls.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.tls.handshake.AlertDescription;
import dev.mooring.tls.handshake.TlsHandshake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose certificates are taken, and what the others are told, with the engine of the JDK as client. */
final class ClientCertificatesTest {
    private static TestCertificate certificate;
    private static TestClients issuer;
    private static TestClients stranger;
    private static TlsContext context;

    @BeforeAll
    static void start(@TempDir Path folder) {
        certificate = TestCertificate.ecdsa(folder, "localhost");
        issuer = new TestClients(folder);
        stranger = new TestClients(folder);
        context = context(taken(issuer.file()));
    }

    @AfterAll
    static void end() {
        context.close();
    }

    @AfterEach
    void nothingNativeIsLeft() {
        assertEquals(0, TlsHandshake.live(), "handshakes that were not freed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aClientOfTheAuthorityIsKnownByItsSubject(String protocol) throws Exception {
        SSLContext client = issuer.issue("CN=device 17,O=Example", 0).context(certificate);
        try (MemoryServer server = shaken(client, protocol)) {
            assertTrue(server.done(), server.failure());
            assertEquals(Optional.of("CN=device 17,O=Example"), server.subject);
        }
    }

    @Test
    void whatIsNotAsciiInASubjectIsEscaped() throws Exception {
        SSLContext client = issuer.issue("CN=\u00e4\\, b", 0).context(certificate);
        try (MemoryServer server = shaken(client, "TLSv1.3")) {
            assertEquals(Optional.of("CN=\\C3\\A4\\, b"), server.subject);
        }
    }

    @Test
    void aClientWithoutACertificateIsToldThatOneIsRequired() throws Exception {
        try (MemoryServer server = shaken(TestCertificate.trusting(certificate), "TLSv1.3")) {
            assertFalse(server.done(), "not let in");
            assertEquals("server certificate_required", server.alert());
        }
    }

    /** TLS 1.2 has no alert of that meaning. */
    @Test
    void aClientWithoutACertificateFailsByTls12Too() throws Exception {
        try (MemoryServer server = shaken(TestCertificate.trusting(certificate), "TLSv1.2")) {
            assertFalse(server.done(), "not let in");
            assertEquals("server handshake_failure", server.alert());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aClientOfAnotherAuthorityIsNotLetIn(String protocol) throws Exception {
        try (MemoryServer server = shaken(stranger.issue("CN=one", 0).context(certificate), protocol)) {
            assertFalse(server.done(), "not let in");
            assertEquals("server unknown_ca", server.alert());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-31, 1})
    void aCertificateOutOfItsDatesIsNotTaken(int startDays) throws Exception {
        try (MemoryServer server = shaken(issuer.issue("CN=one", startDays).context(certificate), "TLSv1.3")) {
            assertFalse(server.done(), "not let in");
            assertEquals("server certificate_expired", server.alert());
        }
    }

    @Test
    void aCertificateExpiresByTheServersClock() throws Exception {
        byte[][] chain = issuer.issue("CN=one", 0).chain();
        ClientCertificates later =
                new ClientCertificates(issuer.file(), () -> Instant.now().plus(Duration.ofDays(31)));
        assertEquals(Optional.empty(), taken(issuer.file()).problem(chain));
        assertEquals(Optional.of(AlertDescription.CERTIFICATE_EXPIRED), later.problem(chain));
    }

    @Test
    void aCertificateThatIsForServersAloneIsNotTaken() throws Exception {
        SSLContext server = issuer.issue("CN=one", 0, "-ext", "eku=serverAuth").context(certificate);
        try (MemoryServer shaken = shaken(server, "TLSv1.3")) {
            assertFalse(shaken.done(), "not let in");
        }
        byte[][] chain = issuer.issue("CN=one", 0, "-ext", "eku=serverAuth").chain();
        assertEquals(
                Optional.of(AlertDescription.UNSUPPORTED_CERTIFICATE),
                taken(issuer.file()).problem(chain));
        byte[][] both =
                issuer.issue("CN=one", 0, "-ext", "eku=serverAuth,clientAuth").chain();
        assertEquals(Optional.empty(), taken(issuer.file()).problem(both));
    }

    @Test
    void aCertificateThatSaysItIsItsOwnIssuerIsNotTaken() throws Exception {
        byte[][] forged = {stranger.issue("CN=issuer", 0).chain()[1]};
        assertEquals(
                Optional.of(AlertDescription.UNKNOWN_CA), taken(issuer.file()).problem(forged));
    }

    @Test
    void aChainWithAnotherIssuerBehindItIsNotTaken() throws Exception {
        byte[][] mixed = {
            stranger.issue("CN=one", 0).chain()[0], issuer.issue("CN=one", 0).chain()[1]
        };
        assertEquals(
                Optional.of(AlertDescription.UNKNOWN_CA), taken(issuer.file()).problem(mixed));
    }

    @Test
    void whatIsNoCertificateIsNotTaken() {
        byte[][] noise = {{48, 3, 2, 1, 0}};
        assertEquals(
                Optional.of(AlertDescription.BAD_CERTIFICATE),
                taken(issuer.file()).problem(noise));
    }

    @Test
    void aSubjectThatIsTooLongIsNotTaken() throws Exception {
        String unit = "OU=" + "x".repeat(60) + ",";
        byte[][] chain = issuer.issue(unit.repeat(17) + "CN=one", 0).chain();
        assertEquals(
                Optional.of(AlertDescription.UNSUPPORTED_CERTIFICATE),
                taken(issuer.file()).problem(chain));
    }

    @Test
    void anotherAuthorityIsTakenWhenTheFileIsReadAgain(@TempDir Path folder) throws Exception {
        Path file = Files.copy(issuer.file(), folder.resolve("ca.pem"));
        ClientCertificates taken = taken(file);
        byte[][] chain = stranger.issue("CN=one", 0).chain();
        Files.copy(stranger.file(), file, StandardCopyOption.REPLACE_EXISTING);
        Runnable use = taken.reread();
        assertEquals(Optional.of(AlertDescription.UNKNOWN_CA), taken.problem(chain), "it is not used yet");
        use.run();
        assertEquals(Optional.empty(), taken.problem(chain));
    }

    @Test
    void aFileWithoutCertificatesIsRefused(@TempDir Path folder) throws IOException {
        String remedy = "; name the PEM file of the certificates of those who issue to clients";
        Path empty = Files.writeString(folder.resolve("ca.pem"), "nothing\n");
        assertEquals(
                "tls-client-ca=" + empty + " has no block BEGIN CERTIFICATE" + remedy,
                assertThrows(RefusedException.class, () -> taken(empty)).getMessage());
        Path noise = Files.writeString(
                folder.resolve("noise.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertEquals(
                "tls-client-ca=" + noise + " is not PEM with certificates" + remedy,
                assertThrows(RefusedException.class, () -> taken(noise)).getMessage());
    }

    private static MemoryServer shaken(SSLContext client, String protocol) throws Exception {
        MemoryServer server = new MemoryServer(context);
        MemoryClient each = new MemoryClient(client, "localhost").protocols(protocol);
        byte[] toServer = each.begin();
        for (int turn = 0; turn < 4 && !server.done() && !server.failed; turn++) {
            byte[] toClient = server.receive(toServer);
            try {
                toServer = each.receive(toClient);
            } catch (SSLException refused) {
                toServer = new byte[0];
            }
        }
        return server;
    }

    private static ClientCertificates taken(Path file) {
        return new ClientCertificates(file, InstantSource.system());
    }

    private static TlsContext context(ClientCertificates taken) {
        return new TlsContext(List.of(certificate.credential()), new TlsPolicy(true, false, Optional.of(taken)));
    }
}
