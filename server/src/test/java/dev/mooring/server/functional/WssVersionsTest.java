package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.metrics.LabelledCounts.Labels;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which version and suite other people's clients get, and TLS 1.2 with them; those that are not installed are skipped. */
@Timeout(120)
class WssVersionsTest {
    private static SecureServer server;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void start() {
        server = SecureServer.start(folder);
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "ECDHE-ECDSA-AES128-GCM-SHA256,ECDHE_AES_128_GCM_SHA256",
        "ECDHE-ECDSA-AES256-GCM-SHA384,ECDHE_AES_256_GCM_SHA384",
        "ECDHE-ECDSA-CHACHA20-POLY1305,ECDHE_CHACHA20_POLY1305_SHA256"
    })
    void opensslByTls12(String suite, String counted) throws Exception {
        Labels labels = new Labels("1.2", counted);
        long before = server.server().counters().tlsSuites.of(labels);
        String said = OpensslClient.start(server, folder, "-tls1_2", "-cipher", suite)
                .send(OpensslClient.REQUEST)
                .said();
        assertTrue(said.contains("HTTP/1.1 426 Upgrade Required"), said);
        assertTrue(said.contains("New, TLSv1.2, Cipher is " + suite), said);
        assertTrue(said.contains("Secure Renegotiation IS supported"), said);
        assertEquals(before + 1, server.server().counters().tlsSuites.of(labels), counted);
    }

    /** A line with R alone has it begin the handshake again. */
    @Test
    void opensslMayNotRenegotiate() throws Exception {
        OpensslClient client = OpensslClient.start(server, folder, "-tls1_2");
        BlockingQueue<String> lines = client.lines();
        OpensslClient.awaitLine(lines, "Verify return code");
        client.send("R\n");
        String said = client.errors();
        assertTrue(said.contains("no renegotiation"), said);
    }

    @Test
    void opensslOfAnEvenOlderTlsIsToldSo() throws Exception {
        OpensslClient client = OpensslClient.start(server, folder, "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0");
        String said = client.said();
        assertTrue(said.contains("alert protocol version"), said);
    }

    @Test
    void whereOnlyTls13IsSpokenOthersAreToldSo() throws Exception {
        try (SecureServer newest = SecureServer.start(folder, "--tls-oldest=1.3")) {
            String said = OpensslClient.start(newest, folder, "-tls1_2").said();
            assertTrue(said.contains("alert protocol version"), said);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305"
            })
    void nodesWsByTls12(String suite) throws Exception {
        assertEquals(suite + ", 8 pongs, 1000\n", NodeClient.said(folder, server, "TLSv1.2", suite));
    }

    @Test
    void curlByTls12() throws Exception {
        String said = PeerProgram.orSkip("curl", folder)
                .output(
                        "--silent",
                        "--show-error",
                        "--tls-max",
                        "1.2",
                        "--cacert",
                        server.certificate().chainFile().toString(),
                        "--resolve",
                        "localhost:" + server.securePort() + ":127.0.0.1",
                        "--include",
                        "https://localhost:" + server.securePort() + "/");
        assertTrue(said.startsWith("HTTP/1.1 426 Upgrade Required"), said);
    }

    @Test
    void javaByTls12() throws Exception {
        SSLParameters older = new SSLParameters();
        older.setProtocols(new String[] {"TLSv1.2"});
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        WebSocket.Listener hearing = new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                heard.add(data.toString());
                return WebSocket.Listener.super.onText(socket, data, last);
            }
        };
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(server.trusting())
                .sslParameters(older)
                .build()) {
            WebSocket socket = client.newWebSocketBuilder()
                    .buildAsync(URI.create("wss://localhost:" + server.securePort() + "/"), hearing)
                    .join();
            socket.sendText("hello", true).join();
            assertEquals("hello", heard.take());
            socket.abort();
        }
    }

    /** What docs/security.md says of them: with AES in hardware the order of the client decides in TLS 1.3. */
    @Test
    void opensslGetsAes256Unasked() throws Exception {
        String said =
                OpensslClient.start(server, folder).send(OpensslClient.REQUEST).said();
        assertTrue(said.contains("New, TLSv1.3, Cipher is TLS_AES_256_GCM_SHA384"), said);
    }

    @Test
    void nodeGetsAes256Unasked() throws Exception {
        assertEquals("TLS_AES_256_GCM_SHA384, 8 pongs, 1000\n", NodeClient.said(folder, server, "TLSv1.3", ""));
    }

    @Test
    void chromiumGetsAes128Unasked() throws Exception {
        Labels labels = new Labels("1.3", "AES_128_GCM_SHA256");
        long before = server.server().counters().tlsSuites.of(labels);
        String page = """
                <script>
                const socket = new WebSocket("wss://localhost:%d/");
                socket.onopen = () => socket.close(1000);
                socket.onclose = event => fetch("/said?" + event.code);
                </script>
                """.formatted(server.securePort());
        assertEquals("1000", PeerProgram.saidInChromium(folder, page, "--ignore-certificate-errors"));
        assertTrue(
                server.server().counters().tlsSuites.of(labels) > before,
                server.server().counters().tlsSuites.all()::toString);
    }

    @Test
    void javaGetsAes256Unasked() {
        Labels labels = new Labels("1.3", "AES_256_GCM_SHA384");
        long before = server.server().counters().tlsSuites.of(labels);
        try (RawClient client = server.open()) {
            client.echoes("hello");
        }
        assertEquals(before + 1, server.server().counters().tlsSuites.of(labels), "handshakes with AES-256");
    }
}
