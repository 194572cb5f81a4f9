package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.Handshake;
import dev.mooring.server.HandshakeAnswer;
import dev.mooring.server.MessageType;
import dev.mooring.server.SendResult;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.metrics.LabelledCounts.Labels;
import dev.mooring.server.tls.handshake.TestClients;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that have to show a certificate: OpenSSL's, curl and Java's. Those that are not installed are skipped. */
@Timeout(120)
class WssClientCertificatesTest {
    private static TestClients issuer;
    private static TestClients stranger;
    private static SecureServer server;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void start() {
        issuer = new TestClients(folder);
        stranger = new TestClients(folder);
        server = SecureServer.start(folder, new Naming(), "--tls-client-ca=" + issuer.file());
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void opensslIsKnownByItsSubject(String version) throws Exception {
        String pem = issuer.issue("CN=device 17,O=Example", 0).pemFile().toString();
        String said = said(version, "-cert", pem, "-key", pem, "-cert_chain", pem);
        assertTrue(said.contains("you are CN=device 17,O=Example"), said);
    }

    @Test
    void opensslWithoutACertificateIsToldThatOneIsRequired() throws Exception {
        long before = alerts("certificate_required");
        String said = said("-tls1_3");
        assertTrue(said.contains("alert certificate required"), said);
        assertEquals(before + 1, alerts("certificate_required"));
    }

    @Test
    void opensslWithACertificateOfAnotherAuthorityIsToldSo() throws Exception {
        long before = alerts("unknown_ca");
        String pem = stranger.issue("CN=one", 0).pemFile().toString();
        String said = said("-tls1_3", "-cert", pem, "-key", pem);
        assertTrue(said.contains("alert unknown ca"), said);
        assertEquals(before + 1, alerts("unknown_ca"));
    }

    @Test
    void curlIsKnownByItsSubject() throws Exception {
        String pem = issuer.issue("CN=curl", 0).pemFile().toString();
        String said = curl("--cert", pem);
        assertTrue(said.contains("you are CN=curl"), said);
    }

    @Test
    void curlWithoutACertificateIsToldThatOneIsRequired() throws Exception {
        String said = curl();
        assertTrue(said.contains("certificate required"), said);
    }

    /** What the request needed is gone with it: an idle connection keeps nothing of the certificate. */
    @Test
    void javaIsLetInAndEchoes() {
        try (RawClient client = RawClient.secured(
                        issuer.issue("CN=java", 0).context(server.certificate()), server.securePort())
                .upgrade()) {
            client.echoes("hello");
        }
    }

    private static String said(String... options) throws Exception {
        return OpensslClient.start(server, folder, options)
                .send(RawClient.REQUEST.replaceFirst("GET \\S+", "GET /who"))
                .said();
    }

    private static String curl(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "--silent",
                "--show-error",
                "--http1.1",
                "--cacert",
                server.certificate().chainFile().toString(),
                "--resolve",
                "localhost:" + server.securePort() + ":127.0.0.1"));
        for (String header : List.of(
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")) {
            arguments.addAll(List.of("--header", header));
        }
        arguments.addAll(Arrays.asList(options));
        arguments.add("https://localhost:" + server.securePort() + "/who");
        return PeerProgram.orSkip("curl", folder).output(arguments.toArray(String[]::new));
    }

    /** Says to whoever asks who it is, and echoes to the others. */
    private static final class Naming implements WebSocketHandler {
        @Override
        public HandshakeAnswer handshake(Handshake handshake) {
            return handshake.path().equals("/who")
                    ? HandshakeAnswer.refuse(
                            403, "you are " + handshake.clientSubject().orElse("nobody") + "\n")
                    : HandshakeAnswer.accept();
        }

        @Override
        public void message(WebSocket socket, MessageType type, ByteBuffer payload) {
            SendResult _ = socket.send(type, payload);
        }
    }

    private static long alerts(String description) {
        return server.server().counters().tlsAlerts.of(new Labels("server", description));
    }
}
