package dev.mooring.server.tls.handshake;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.tls.handshake.TlsHandshake;
import dev.mooring.tls.record.Alert;
import dev.mooring.tls.record.CipherSuite;
import dev.mooring.tls.record.RecordViolation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS 1.2 against the engine of the JDK, in memory. */
final class Tls12HandshakeTest {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);
    private static TestCertificate ecdsa;
    private static TestCertificate rsa;
    private static TlsContext context;
    private static TlsContext ofRsa;
    private static SSLContext trusting;

    @BeforeAll
    static void makeCertificates(@TempDir Path folder) {
        ecdsa = TestCertificate.ecdsa(folder, "localhost");
        rsa = TestCertificate.rsa(folder, "localhost");
        context = new TlsContext(List.of(ecdsa.credential()));
        ofRsa = new TlsContext(List.of(rsa.credential()));
        trusting = TestCertificate.trusting(ecdsa, rsa);
    }

    @AfterAll
    static void closeContexts() {
        context.close();
        ofRsa.close();
    }

    @AfterEach
    void nothingNativeIsLeft() {
        assertEquals(0, TlsHandshake.live(), "handshakes that were not freed");
    }

    @ParameterizedTest
    @CsvSource({
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,ECDHE_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,ECDHE_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,ECDHE_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,ECDHE_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,ECDHE_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,ECDHE_CHACHA20_POLY1305_SHA256"
    })
    void dataGoesBothWaysWithEachSuite(String name, CipherSuite suite) throws Exception {
        try (MemoryServer server = new MemoryServer(name.contains("_RSA_") ? ofRsa : context)) {
            MemoryClient client = older().suites(name);
            connect(client, server);
            assertEquals(suite, server.suite());
            exchange(client, server);
            exchange(client, server);
        }
    }

    /** What a connection keeps with it is least. */
    @Test
    void theServersOrderOfSuitesCounts() throws Exception {
        try (MemoryServer server = new MemoryServer(context)) {
            MemoryClient client = older().suites(
                            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
            connect(client, server);
            assertEquals(CipherSuite.ECDHE_AES_128_GCM_SHA256, server.suite());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
                "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
                "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
                "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"
            })
    void noOtherSuiteIsTaken(String name) throws Exception {
        for (TlsContext each : List.of(context, ofRsa)) {
            try (MemoryServer server = new MemoryServer(each)) {
                server.receive(older().suites(name).begin());
                assertTrue(server.failed, "refused");
                assertEquals("server handshake_failure", server.alert());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000})
    void theClientsBytesMayComeInAnyPieces(int size) throws Exception {
        try (MemoryServer server = new MemoryServer(context)) {
            MemoryClient client = older();
            byte[] toServer = client.begin();
            while (!server.done()) {
                byte[] toClient = {};
                for (int at = 0; at < toServer.length; at += size) {
                    byte[] said =
                            server.receive(Arrays.copyOfRange(toServer, at, Math.min(toServer.length, at + size)));
                    toClient = joined(toClient, said);
                }
                toServer = client.receive(toClient);
            }
            exchange(client, server);
        }
    }

    @Test
    void largeDataGoesBothWays() throws Exception {
        try (MemoryServer server = new MemoryServer(context)) {
            MemoryClient client = older();
            connect(client, server);
            byte[] large = new byte[16_384];
            new Random(1).nextBytes(large);
            server.receive(client.send(large));
            client.receive(server.send(large));
            assertArrayEquals(large, server.data());
            assertArrayEquals(large, client.data());
        }
    }

    @Test
    void eachSideHearsThatTheOtherCloses() throws Exception {
        try (MemoryServer server = new MemoryServer(context)) {
            MemoryClient client = older();
            connect(client, server);
            byte[] answer = client.receive(server.alert(Alert.CLOSE_NOTIFY));
            assertTrue(client.engine.isInboundDone(), "the client has heard the end");
            server.receive(answer);
            server.receive(client.close());
            assertTrue(server.closed, "the server has heard the end");
        }
    }

    @Test
    void aRenegotiationIsRefused() throws Exception {
        try (MemoryServer server = new MemoryServer(context)) {
            MemoryClient client = older();
            connect(client, server);
            byte[] again = client.begin();
            RecordViolation refused = assertThrows(RecordViolation.class, () -> server.receive(again));
            assertEquals(Alert.NO_RENEGOTIATION, refused.alert());
        }
    }

    @Test
    void aClientThatSpeaksBothSpeaksTheNewer() throws Exception {
        try (MemoryServer server = new MemoryServer(context)) {
            MemoryClient client = new MemoryClient(trusting, "localhost").protocols("TLSv1.2", "TLSv1.3");
            connect(client, server);
            assertFalse(server.suite().isTls12(), server.suite().toString());
        }
    }

    @Test
    void aHandshakeThatIsGivenUpAfterAnyRecordIsFreed() throws Exception {
        MemoryClient client = older();
        byte[] hello = client.begin();
        try (MemoryServer server = new MemoryServer(context)) {
            byte[] second = client.receive(server.receive(hello));
            for (int cut = 0; cut < second.length; cut += 5) {
                server.receive(Arrays.copyOfRange(second, cut, Math.min(second.length - 1, cut + 5)));
            }
            assertFalse(server.done(), "the last byte has not come");
        }
    }

    private static MemoryClient older() {
        return new MemoryClient(trusting, "localhost").protocols("TLSv1.2");
    }

    private static void connect(MemoryClient client, MemoryServer server) throws Exception {
        byte[] toServer = client.begin();
        for (int turn = 0; turn < 4 && !server.done(); turn++) {
            toServer = client.receive(server.receive(toServer));
        }
        assertTrue(server.done(), server.failure());
    }

    private static void exchange(MemoryClient client, MemoryServer server) throws Exception {
        int before = server.data().length;
        server.receive(client.send(HELLO));
        client.receive(server.send(HELLO));
        assertArrayEquals(HELLO, Arrays.copyOfRange(server.data(), before, server.data().length));
        assertArrayEquals(HELLO, Arrays.copyOfRange(client.data(), client.data().length - 5, client.data().length));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
