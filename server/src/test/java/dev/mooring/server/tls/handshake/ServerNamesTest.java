package dev.mooring.server.tls.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.tls.handshake.ServerNames.Named;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServerNamesTest {
    private final ServerNames<String> names = new ServerNames<>(List.of(
            new Named<>(List.of("first.example"), "first"),
            new Named<>(List.of("*.example.com", "Other.Example.com"), "wild"),
            new Named<>(List.of("exact.example.com", "first.example"), "exact")));

    @ParameterizedTest
    @CsvSource({
        "first.example,first",
        "FIRST.example,first",
        "a.example.com,wild",
        "A.EXAMPLE.com,wild",
        "other.example.com,wild",
        "exact.example.com,exact",
        "a.b.example.com,first",
        "example.com,first",
        "unknown.test,first",
        ".example.com,first",
        "localhost,first"
    })
    void theCredentialOfTheNameIsChosen(String asked, String credential) {
        assertEquals(credential, names.choose(asked));
    }

    @Test
    void aClientThatNamesNoHostIsShownTheFirst() {
        assertEquals("first", names.choose(null));
        assertEquals("first", names.choose(""));
    }

    @Test
    void clientsAreShownTheCertificateOfTheNameTheyAskFor(@TempDir Path folder) throws Exception {
        TestCertificate one = TestCertificate.ecdsa(folder, "one.test");
        TestCertificate two = TestCertificate.ecdsa(folder, "two.test");
        SSLContext trusting = TestCertificate.trusting(one, two);
        try (TlsContext context = new TlsContext(List.of(one.credential(), two.credential()))) {
            assertEquals(one.certificate(), shown(context, trusting, "one.test"));
            assertEquals(two.certificate(), shown(context, trusting, "two.test"));
            assertEquals(one.certificate(), shown(context, trusting, "three.test"));
            assertEquals(one.certificate(), shown(context, trusting, ""));
        }
    }

    @Test
    void replacedCredentialsAreShownFromTheNextHandshakeOn(@TempDir Path folder) throws Exception {
        TestCertificate before = TestCertificate.ecdsa(folder, "one.test");
        TestCertificate after = TestCertificate.ecdsa(folder, "one.test");
        SSLContext trusting = TestCertificate.trusting(before, after);
        try (TlsContext context = new TlsContext(List.of(before.credential()));
                MemoryServer underWay = new MemoryServer(context)) {
            MemoryClient client = new MemoryClient(trusting, "one.test");
            byte[] flight = underWay.receive(client.begin());
            context.replace(List.of(after.credential()));
            assertEquals(after.certificate(), shown(context, trusting, "one.test"));
            underWay.receive(client.receive(flight));
            assertTrue(underWay.done(), "a handshake that had begun before goes on");
        }
    }

    private static Certificate shown(TlsContext context, SSLContext trusting, String name) throws Exception {
        try (MemoryServer server = new MemoryServer(context)) {
            MemoryClient client = new MemoryClient(trusting, name);
            server.receive(client.receive(server.receive(client.begin())));
            return client.engine.getSession().getPeerCertificates()[0];
        }
    }
}
