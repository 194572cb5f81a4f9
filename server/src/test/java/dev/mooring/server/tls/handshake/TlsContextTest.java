package dev.mooring.server.tls.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.RefusedException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials that the library has a word to say about, and what is left of them. */
final class TlsContextTest {
    @Test
    void aCertificateWhoseKeyMayNotSignIsRefusedAtTheStart(@TempDir Path folder) {
        TestCertificate unfit = TestCertificate.forUse(folder, "keyAgreement", "one.test");
        RefusedException refused =
                assertThrows(RefusedException.class, () -> new TlsContext(List.of(unfit.credential())).close());
        assertRefused(unfit, refused);
    }

    @Test
    void aCertificateThatIsRefusedLeavesThoseOfBefore(@TempDir Path folder) throws Exception {
        TestCertificate good = TestCertificate.ecdsa(folder, "one.test");
        TestCertificate unfit = TestCertificate.forUse(folder, "keyAgreement", "one.test");
        try (TlsContext context = new TlsContext(List.of(good.credential()))) {
            for (int i = 0; i < 3; i++) {
                RefusedException refused = assertThrows(
                        RefusedException.class, () -> context.replace(List.of(good.credential(), unfit.credential())));
                assertRefused(unfit, refused);
            }
            try (MemoryServer server = new MemoryServer(context)) {
                MemoryClient client = new MemoryClient(TestCertificate.trusting(good), "one.test");
                server.receive(client.receive(server.receive(client.begin())));
                assertTrue(server.done(), server.failure());
            }
        }
    }

    @Test
    void oneThatMaySignIsTaken(@TempDir Path folder) {
        TestCertificate fit = TestCertificate.forUse(folder, "digitalSignature", "one.test");
        new TlsContext(List.of(fit.credential())).close();
    }

    @Test
    void nothingIsReplacedAfterTheEnd(@TempDir Path folder) {
        TestCertificate certificate = TestCertificate.ecdsa(folder, "one.test");
        TlsContext context = new TlsContext(List.of(certificate.credential()));
        context.close();
        context.close();
        IllegalStateException ended =
                assertThrows(IllegalStateException.class, () -> context.replace(List.of(certificate.credential())));
        assertEquals("the context is closed", ended.getMessage());
    }

    private static void assertRefused(TestCertificate certificate, RefusedException refused) {
        String message = String.valueOf(refused.getMessage());
        String start = "tls-certificate=" + certificate.chainFile() + " is not taken by BoringSSL: ";
        assertTrue(message.startsWith(start), message);
        assertTrue(
                message.endsWith(" (CN=one.test); have it issued for a server, with a key usage of digitalSignature,"
                        + " for ECDSA with P-256 or for RSA"),
                message);
    }
}
