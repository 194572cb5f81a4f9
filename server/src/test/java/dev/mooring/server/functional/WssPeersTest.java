package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other people's clients over TLS; those that are not installed are skipped. */
@Timeout(120)
class WssPeersTest {
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
    @ValueSource(strings = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"})
    void openssl(String suite) throws Exception {
        String said = OpensslClient.start(server, folder, "-ciphersuites", suite)
                .send(OpensslClient.REQUEST)
                .said();
        assertTrue(said.contains("HTTP/1.1 426 Upgrade Required"), said);
        assertTrue(said.contains("Verify return code: 0 (ok)"), said);
        assertTrue(said.contains("Cipher is " + suite), said);
    }

    @Test
    void opensslGuessesTheGroupWrongFirst() throws Exception {
        String said = OpensslClient.start(server, folder, "-groups", "P-521:X25519")
                .send(OpensslClient.REQUEST)
                .said();
        assertTrue(said.contains("HTTP/1.1 426 Upgrade Required"), said);
    }

    /** A line with K alone has it change its keys and ask for the same. */
    @Test
    void opensslUpdatesItsKeys() throws Exception {
        OpensslClient client = OpensslClient.start(server, folder, "-crlf");
        BlockingQueue<String> lines = client.lines();
        OpensslClient.awaitLine(lines, "Verify return code");
        // Each by itself: a K behind something else is data.
        for (int round = 1; round <= 3; round++) {
            int updates = round;
            client.send("K\n");
            Eventually.until(() -> keyUpdates() == updates);
        }
        client.send("GET / HTTP/1.1\nHost: localhost\n\n");
        OpensslClient.awaitLine(lines, "HTTP/1.1 426 Upgrade Required");
        client.end();
    }

    /** How many s_client has said it has sent. */
    private static long keyUpdates() {
        try {
            return Files.readString(folder.resolve("errors"))
                    .lines()
                    .filter(line -> line.contains("KEYUPDATE"))
                    .count();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void curl() throws Exception {
        String said = PeerProgram.orSkip("curl", folder)
                .output(
                        "--silent",
                        "--show-error",
                        "--cacert",
                        server.certificate().chainFile().toString(),
                        "--resolve",
                        "localhost:" + server.securePort() + ":127.0.0.1",
                        "--include",
                        "https://localhost:" + server.securePort() + "/");
        assertTrue(said.startsWith("HTTP/1.1 426 Upgrade Required"), said);
    }

    @Test
    void python() throws Exception {
        PeerProgram python = PeerProgram.orSkip("python3", folder);
        Path script = Files.writeString(folder.resolve("peer.py"), """
                import socket, ssl, sys
                context = ssl.create_default_context(cafile=sys.argv[1])
                raw = socket.create_connection(("127.0.0.1", int(sys.argv[2])))
                peer = context.wrap_socket(raw, server_hostname="localhost")
                key = b"dGhlIHNhbXBsZSBub25jZQ=="
                peer.sendall(b"GET / HTTP/1.1\\r\\nHost: localhost\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n"
                             b"Sec-WebSocket-Version: 13\\r\\nSec-WebSocket-Key: " + key + b"\\r\\n\\r\\n")
                answer = b""
                while not answer.endswith(b"\\r\\n\\r\\n"):
                    answer += peer.recv(1)
                payload = bytes(range(256)) * 200
                header = b"\\x82\\xfe" + len(payload).to_bytes(2, "big") + b"\\0\\0\\0\\0"
                peer.sendall(header + payload)
                echo = b""
                while len(echo) < 4 + len(payload):
                    echo += peer.recv(65536)
                assert echo[4:] == payload
                peer.sendall(b"\\x88\\x80\\0\\0\\0\\0")
                rest = peer.recv(100)
                assert rest == b"\\x88\\x00", rest
                assert peer.recv(1) == b"", "close_notify"
                print(answer.split(b"\\r\\n")[0].decode(), peer.version())
                """);
        String said = python.output(
                script.toString(), server.certificate().chainFile().toString(), Integer.toString(server.securePort()));
        assertEquals("HTTP/1.1 101 Switching Protocols TLSv1.3\n", said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"})
    void nodesWs(String suite) throws Exception {
        String said = NodeClient.said(folder, server, "TLSv1.3", suite);
        assertEquals(suite + ", 8 pongs, 1000\n", said);
    }

    @Test
    void java() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(server.trusting()).build()) {
            WebSocket socket = client.newWebSocketBuilder()
                    .buildAsync(URI.create("wss://localhost:" + server.securePort() + "/"), new Hearing(heard))
                    .join();
            StringBuilder expected = new StringBuilder();
            StringBuilder got = new StringBuilder();
            for (int length = 0; length < 60_000; length = 2 * length + 1) {
                String text = "x".repeat(length);
                expected.append(text).append('\n');
                socket.sendText(text, true).join();
                got.append(heard.take()).append('\n');
            }
            assertEquals(expected.toString(), got.toString());
            socket.sendClose(1000, "").join();
            assertEquals("closed 1000", heard.take());
        }
    }

    @Test
    void chromium() throws Exception {
        String page = """
                <script>
                const socket = new WebSocket("wss://localhost:%d/");
                let said = "";
                socket.onopen = () => socket.send("y".repeat(40000));
                socket.onmessage = message => { said += "echo-" + message.data.length; socket.close(1000); };
                socket.onclose = event => fetch("/said?" + said + "-closed-" + event.code + "-" + event.wasClean);
                </script>
                """.formatted(server.securePort());
        assertEquals(
                "echo-40000-closed-1000-true", PeerProgram.saidInChromium(folder, page, "--ignore-certificate-errors"));
    }

    private record Hearing(BlockingQueue<String> heard, StringBuilder part) implements WebSocket.Listener {
        Hearing(BlockingQueue<String> heard) {
            this(heard, new StringBuilder());
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                heard.add(part.toString());
                part.setLength(0);
            }
            return WebSocket.Listener.super.onText(socket, data, last);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            heard.add("closed " + code);
            return WebSocket.Listener.super.onClose(socket, code, reason);
        }
    }
}
