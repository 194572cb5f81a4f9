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
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshake and record layer against the engine of the JDK, in memory. */
final class ServerHandshakeTest {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);
    private static TestCertificate certificate;
    private static TlsContext context;
    private static SSLContext trusting;

    @BeforeAll
    static void makeCertificate(@TempDir Path folder) {
        certificate = TestCertificate.ecdsa(folder, "localhost");
        context = new TlsContext(List.of(certificate.credential()));
        trusting = TestCertificate.trusting(certificate);
    }

    @AfterAll
    static void closeContext() {
        context.close();
    }

    @AfterEach
    void nothingNativeIsLeft() {
        assertEquals(0, TlsHandshake.live(), "handshakes that were not freed");
    }

    @ParameterizedTest
    @EnumSource(value = CipherSuite.class, names = "ECDHE_.*", mode = EnumSource.Mode.MATCH_NONE)
    void dataGoesBothWaysWithEachSuite(CipherSuite suite) throws Exception {
        try (MemoryServer server = new MemoryServer(context)) {
            MemoryClient client = new MemoryClient(trusting, "localhost").suites("TLS_" + suite.name());
            connect(client, server);
            assertEquals(suite, server.suite());
            exchange(client, server);
        }
    }

    @Test
    void dataGoesBothWaysWithACertificateOfRsa(@TempDir Path folder) throws Exception {
        TestCertificate rsa = TestCertificate.rsa(folder, "localhost");
        try (TlsContext own = new TlsContext(List.of(rsa.credential()));
                MemoryServer server = new MemoryServer(own)) {
            MemoryClient client = new MemoryClient(TestCertificate.trusting(rsa), "localhost");
            connect(client, server);
            exchange(client, server);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x25519", "secp256r1"})
    void dataGoesBothWaysWithEachGroup(String group) throws Exception {
        try (MemoryServer server = new MemoryServer(context)) {
            MemoryClient client = new MemoryClient(trusting, "localhost").groups(group);
            connect(client, server);
            exchange(client, server);
        }
    }

    @Test
    void aClientThatGuessesTheGroupWrongIsAskedAgain() throws Exception {
        try (MemoryServer server = new MemoryServer(context)) {
            MemoryClient client = new MemoryClient(trusting, "localhost").groups("secp521r1", "x25519");
            connect(client, server);
            exchange(client, server);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000})
    void theClientsBytesMayComeInAnyPieces(int size) throws Exception {
        try (MemoryServer server = new MemoryServer(context)) {
            MemoryClient client = new MemoryClient(trusting, "localhost");
            byte[] toServer = client.begin();
            while (!server.done()) {
                toServer = client.receive(inPieces(server, toServer, size));
            }
            inPieces(server, toServer, size);
            exchange(client, server);
        }
    }

    @Test
    void dataThatComesWithTheFinishedIsRead() throws Exception {
        try (MemoryServer server = new MemoryServer(context)) {
            MemoryClient client = new MemoryClient(trusting, "localhost");
            byte[] finished = client.receive(server.receive(client.begin()));
            byte[] data = client.send(HELLO);
            server.receive(joined(finished, data));
            assertArrayEquals(HELLO, server.data());
        }
    }

    @ParameterizedTest
    @EnumSource(value = CipherSuite.class, names = "ECDHE_.*", mode = EnumSource.Mode.MATCH_NONE)
    void keysAreUpdatedByTheServerAndInReturnByTheClient(CipherSuite suite) throws Exception {
        try (MemoryServer server = new MemoryServer(context)) {
            MemoryClient client = new MemoryClient(trusting, "localhost").suites("TLS_" + suite.name());
            connect(client, server);
            for (int round = 0; round < 5; round++) {
                server.receive(client.receive(server.updateKeys(round % 2 == 0)));
                exchange(client, server);
            }
        }
    }

    @Test
    void eachSideHearsThatTheOtherCloses() throws Exception {
        try (MemoryServer server = new MemoryServer(context)) {
            MemoryClient client = new MemoryClient(trusting, "localhost");
            connect(client, server);
            client.receive(server.alert(Alert.CLOSE_NOTIFY));
            assertTrue(client.engine.isInboundDone(), "the client has heard the end");
            server.receive(client.close());
            assertTrue(server.closed, "the server has heard the end");
        }
    }

    @Test
    void largeDataGoesBothWays() throws Exception {
        try (MemoryServer server = new MemoryServer(context)) {
            MemoryClient client = new MemoryClient(trusting, "localhost");
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
    void aClientOfAnOlderTlsIsToldSo() throws Exception {
        try (TlsContext newest = new TlsContext(
                        List.of(certificate.credential()), new TlsPolicy(false, false, Optional.empty()));
                MemoryServer server = new MemoryServer(newest)) {
            MemoryClient client = new MemoryClient(trusting, "localhost").protocols("TLSv1.2");
            byte[] alert = server.receive(client.begin());
            assertEquals("UNSUPPORTED_PROTOCOL", server.failure());
            SSLException told = assertThrows(SSLException.class, () -> client.receive(alert));
            assertTrue(String.valueOf(told.getMessage()).contains("protocol_version"), told.getMessage());
        }
    }

    @Test
    void aClientThatDoesNotTrustTheCertificateEndsTheHandshake(@TempDir Path folder) throws Exception {
        try (MemoryServer server = new MemoryServer(context)) {
            TestCertificate another = TestCertificate.ecdsa(folder, "localhost");
            MemoryClient client = new MemoryClient(TestCertificate.trusting(another), "localhost");
            byte[] flight = server.receive(client.begin());
            assertThrows(SSLException.class, () -> client.receive(flight));
            server.receive(client.receive(new byte[0]));
            assertFalse(server.done(), "the handshake was not completed");
            assertTrue(server.failed, "the server heard of it");
            assertTrue(server.failure().contains("ALERT"), server.failure());
        }
    }

    @Test
    void whatIsNoHandshakeFailsAndIsFreed() throws RecordViolation {
        Random random = new Random(5246);
        for (int round = 0; round < 200; round++) {
            try (MemoryServer server = new MemoryServer(context)) {
                byte[] noise = new byte[5 + random.nextInt(300)];
                random.nextBytes(noise);
                noise[0] = (byte) (20 + random.nextInt(5));
                noise[3] = 0;
                noise[4] = (byte) Math.min(noise.length - 5, 100);
                server.receive(noise);
                assertFalse(server.done(), "noise is no handshake");
            }
        }
    }

    @Test
    void aHandshakeThatIsGivenUpAtAnyPointIsFreed() throws Exception {
        MemoryClient client = new MemoryClient(trusting, "localhost");
        byte[] hello = client.begin();
        for (int cut = 0; cut < hello.length; cut += 50) {
            try (MemoryServer server = new MemoryServer(context)) {
                server.receive(Arrays.copyOf(hello, cut));
            }
        }
        try (MemoryServer server = new MemoryServer(context)) {
            server.receive(hello);
            assertEquals(1, TlsHandshake.live());
        }
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

    private static byte[] inPieces(MemoryServer server, byte[] bytes, int size) throws RecordViolation {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        for (int at = 0; at < bytes.length; at += size) {
            said.writeBytes(server.receive(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size))));
        }
        return said.toByteArray();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
