package dev.mooring.server.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.server.rotation.HostRotation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HealthServerTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final StandingServer server = new StandingServer();
    private final HealthServer health = HealthServer.start(ANY_PORT, server);
    private final AdminClient client = new AdminClient(health.boundAddress());

    @AfterEach
    void close() {
        client.close();
        health.close();
    }

    @Test
    void wantsClientsWhileTheServerServes() throws Exception {
        client.get("/rotation").is(200, "serving\n");
    }

    @Test
    void wantsNoClientsWhileTheServerIsFullOrMoves() throws Exception {
        server.rotation = HostRotation.State.FULL;
        client.get("/rotation").is(503, "full\n");
        server.rotation = HostRotation.State.MOVING;
        client.get("/rotation").is(503, "moving\n");
    }

    @Test
    void wantsNoClientsWhileTheServerCannotServe() throws Exception {
        server.phase = ServerControl.Phase.DRAINING;
        client.get("/rotation").is(503, "draining\n");
        server.phase = ServerControl.Phase.SERVING;
        server.silences = List.of(Duration.ZERO, Duration.ofSeconds(9));
        client.get("/rotation")
                .is(
                        503,
                        "1 of 2 event loops have not turned for 9s: a handler blocks, or the log says what ended"
                                + " them\n");
    }

    /** The header of the check itself, one of a client, one whose rest comes late, and none at all. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0d0a0d0a000d0a515549540a 20000000",
                "0d0a0d0a000d0a515549540a 2111000c c0000201c6336402cafe01bb",
                "0d0a0d0a000d0a515549540a 21110013 c0000201c6336402cafe01bb 04000400000000",
                "",
            })
    void answersBehindAProxyHeaderHoweverItIsCut(String hex) throws IOException {
        byte[] header = HexFormat.of().parseHex(hex.replace(" ", ""));
        byte[] request = "GET /rotation HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(US_ASCII);
        byte[] all = ByteBuffer.allocate(header.length + request.length)
                .put(header)
                .put(request)
                .array();
        server.proxied = true;
        try (HealthServer proxied = HealthServer.start(ANY_PORT, server)) {
            for (int cut = 0; cut <= header.length + 1; cut++) {
                assertEquals("HTTP/1.1 200 OK", statusOf(proxied, all, cut), "cut after " + cut);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0d0a0d0a000d0a515549540a 22000000", "0d0a0d0a000d0a515549540b 0d0a0d0a", "ff00ff00 0d0a0d0a"})
    void answersWhatIsNeitherAHeaderNorARequest(String hex) throws IOException {
        byte[] garbage = HexFormat.of().parseHex(hex.replace(" ", ""));
        server.proxied = true;
        try (HealthServer proxied = HealthServer.start(ANY_PORT, server)) {
            assertEquals("HTTP/1.1 400 Bad Request", statusOf(proxied, garbage, garbage.length));
        }
    }

    /** A header is not skipped twice, nor where none is expected. */
    @Test
    void takesOneHeaderAndOnlyWhereTheLoadBalancerSendsIt() throws IOException {
        byte[] local = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a20000000");
        assertEquals("HTTP/1.1 400 Bad Request", statusOf(health, local, local.length));
        byte[] twice =
                ByteBuffer.allocate(2 * local.length).put(local).put(local).array();
        server.proxied = true;
        try (HealthServer proxied = HealthServer.start(ANY_PORT, server)) {
            assertEquals("HTTP/1.1 400 Bad Request", statusOf(proxied, twice, local.length));
        }
    }

    /** The first line of the answer to bytes that come in two parts. */
    private static String statusOf(HealthServer port, byte[] bytes, int cut) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.connect(port.boundAddress());
            socket.getOutputStream().write(bytes, 0, cut);
            socket.getOutputStream().write(bytes, cut, bytes.length - cut);
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
        }
    }

    @Test
    void tellsNothingElseAndChangesNothing() throws Exception {
        for (String path : List.of("/", "/status", "/metrics", "/drain", "/rotation/")) {
            client.get(path).is(404, "nothing here\n");
        }
        client.send("POST", "/drain", "").is(404, "nothing here\n");
        client.send("POST", "/rotation", "").is(405, "use GET, HEAD\n");
    }
}
