package dev.mooring.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.MessageType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AdminServerTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final StandingServer server = new StandingServer();
    private final AdminServer admin = AdminServer.start(ANY_PORT, server, Bytes.kibi(64));
    private final AdminClient client = new AdminClient(admin.boundAddress());

    @AfterEach
    void close() {
        client.close();
        admin.close();
    }

    @Test
    void isNotReadyWhileAnEventLoopDoesNotTurn() throws Exception {
        server.silences = List.of(Duration.ofMillis(20), Duration.ofSeconds(5));
        client.get("/ready").is(200, "serving\n");
        server.silences = List.of(Duration.ofMillis(20), Duration.ofMillis(12_400));
        client.get("/ready")
                .is(
                        503,
                        "1 of 2 event loops have not turned for 12s: a handler blocks, or the log says what ended"
                                + " them\n");
    }

    @Test
    void refusesAnAddressThatIsInUse() {
        String address = "127.0.0.1:" + admin.boundAddress().getPort();
        RefusedException refusal = assertThrows(
                RefusedException.class, () -> AdminServer.start(admin.boundAddress(), server, Bytes.kibi(64)));
        assertEquals(
                "admin=" + address + " is in use on 127.0.0.1; stop what listens there or choose other ports",
                refusal.getMessage());
    }

    @Test
    void refusesAnAddressOfAnotherHost() {
        InetSocketAddress foreign = new InetSocketAddress("192.0.2.1", 9000);
        RefusedException refusal =
                assertThrows(RefusedException.class, () -> AdminServer.start(foreign, server, Bytes.kibi(64)));
        assertEquals("admin=192.0.2.1 is not an address of this machine; see: ip address", refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "127.0.0.1", "::", "::1"})
    void listensWhereItIsToldToAndOnNoOtherAddress(String bind) {
        InetAddress asked = InetAddress.ofLiteral(bind);
        try (AdminServer other = AdminServer.start(new InetSocketAddress(asked, 0), server, Bytes.kibi(64))) {
            assertEquals(asked, other.boundAddress().getAddress(), "0.0.0.0 is no address of IPv6");
        }
    }

    @Test
    void isLiveInEveryPhase() throws Exception {
        server.phase = ServerControl.Phase.DRAINING;
        client.get("/live").is(200, "live\n");
    }

    @Test
    void isReadyWhileItServes() throws Exception {
        client.get("/ready").is(200, "serving\n");
        client.get("/health").is(200, "serving\n");
    }

    @Test
    void isNotReadyBeforeItServes() throws Exception {
        server.phase = ServerControl.Phase.STARTING;
        client.get("/ready").is(503, "starting\n");
    }

    @Test
    void isNotReadyWhileItDrains() throws Exception {
        server.phase = ServerControl.Phase.DRAINING;
        client.get("/health").is(503, "draining\n");
    }

    @Test
    void isNotReadyAtTheCap() throws Exception {
        server.counters.upgraded.add(10);
        client.get("/ready").is(503, "at max-connections=10\n");
    }

    @Test
    void movesSoManyWithinTheWindow() throws Exception {
        client.send("POST", "/move?connections=20000&window=60s", "").is(202, "moving 20000\n");
        assertEquals(List.of("20000 within PT1M"), server.moves);
    }

    @Test
    void movesNobodyWhileItDrains() throws Exception {
        server.phase = ServerControl.Phase.DRAINING;
        client.send("POST", "/move?connections=1&window=60s", "").is(409, "the server drains, and closes everybody\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            connections=1              | window= is not given; write it as /move?connections=20000&window=60s
            window=60s                 | connections= is not given; write it as /move?connections=20000&window=60s
            connections=-1&window=60s  | connections=-1 is not a whole number; write it as /move?connections=20000&window=60s
            connections=1&window=2h    | window=7200s is more than 3600s; give a shorter time
            connections=1&connections=2&window=1s | connections=1,2 is not one number; give it once
            conections=1&window=60s    | conections=1 is not a parameter of the move; use connections and window
            """)
    void refusesAMoveThatIsNotClear(String query, String sentence) throws Exception {
        client.send("POST", "/move?" + query, "").is(400, sentence + "\n");
        assertEquals(List.of(), server.moves);
    }

    @Test
    void answersHeadWithoutABody() throws Exception {
        client.send("HEAD", "/live", "").is(200, "");
    }

    @Test
    void broadcastsTheBodyAsText() throws Exception {
        client.send("POST", "/broadcast", "grüß").is(200, "{\"connections\":3}\n");
        assertEquals(List.of(StandingServer.Message.of(MessageType.TEXT, "grüß".getBytes(UTF_8))), server.broadcasts);
    }

    @Test
    void broadcastsAnOctetStreamAsBinary() throws Exception {
        byte[] payload = {(byte) 0xff, 0, 1};
        client.post("/broadcast", payload, "Content-Type", "application/octet-stream")
                .is(200, "{\"connections\":3}\n");
        assertEquals(List.of(StandingServer.Message.of(MessageType.BINARY, payload)), server.broadcasts);
    }

    @Test
    void refusesTextThatIsNotUtf8() throws Exception {
        client.post("/broadcast", new byte[] {(byte) 0xff})
                .is(400, "the body is not UTF-8; send it with Content-Type: application/octet-stream\n");
        assertEquals(List.of(), server.broadcasts);
    }

    @Test
    void takesABroadcastOfExactlyTheLargestMessage() throws Exception {
        client.post("/broadcast", new byte[64 * 1024]).is(200, "{\"connections\":3}\n");
    }

    @Test
    void refusesABroadcastAboveTheLargestMessage() throws Exception {
        client.post("/broadcast", new byte[64 * 1024 + 1]).is(413, "the body is more than max-message=64KiB\n");
        assertEquals(List.of(), server.broadcasts);
    }

    @Test
    void saysThatABroadcastFailed() throws Exception {
        server.broadcastResult = CompletableFuture.failedFuture(new IOException("loop stopped"));
        client.send("POST", "/broadcast", "hi").is(500, "the broadcast failed\n");
    }

    @Test
    void boundsTheBroadcastsUnderWay() throws Exception {
        CompletableFuture<Integer> slow = new CompletableFuture<>();
        server.broadcastResult = slow;
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < Broadcast.MAX_WAITING; i++) {
            answers.add(client.sendLater("POST", "/broadcast", "hi"));
        }
        server.awaitBroadcasts(Broadcast.MAX_WAITING);
        AdminClient.Reply refused = client.send("POST", "/broadcast", "hi");
        slow.complete(7);
        refused.is(503, "16 broadcasts are under way; try again\n");
        assertEquals("1", refused.header("retry-after"));
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertEquals("{\"connections\":7}\n", answer.get().body());
        }
        client.send("POST", "/broadcast", "hi").is(200, "{\"connections\":7}\n");
    }

    @Test
    void startsTheDrain() throws Exception {
        client.send("POST", "/drain", "").is(202, "draining\n");
        assertEquals(ServerControl.Phase.DRAINING, server.phase);
    }

    @Test
    void drainsOverTheConfiguredWindowUnlessAnotherIsAskedFor() throws Exception {
        client.send("POST", "/drain", "").is(202, "draining\n");
        assertEquals(Duration.ofMinutes(15), server.drainWindow);
    }

    @Test
    void drainsOverTheWindowThatIsAskedFor() throws Exception {
        client.send("POST", "/drain?window=100s", "").is(202, "draining\n");
        assertEquals(Duration.ofSeconds(100), server.drainWindow);
        assertEquals(ServerControl.Phase.DRAINING, server.phase);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            window=100    | window=100 is not a duration; write a whole number with ms, s, m or h, as in 100s
            window=       | window= is not a duration; write a whole number with ms, s, m or h, as in 100s
            window=3601s  | window=3601s is more than 3600s; give a shorter time
            window=1s&window=2s | window=1s,2s is not one duration; give it once
            wndow=100s    | wndow=100s is not a parameter of the drain; use window
            window=1s&x=1 | x=1 is not a parameter of the drain; use window
            """)
    void refusesADrainThatItDoesNotUnderstandAndServesOn(String query, String sentence) throws Exception {
        client.send("POST", "/drain?" + query, "").is(400, sentence + "\n");
        assertEquals(ServerControl.Phase.SERVING, server.phase);
    }

    @Test
    void takesTheLongestWindow() throws Exception {
        client.send("POST", "/drain?window=1h", "").is(202, "draining\n");
        assertEquals(Duration.ofHours(1), server.drainWindow);
    }

    @Test
    void saysWhatIsLeftOfTheDrainThatALongerOneWouldProlong() throws Exception {
        server.drainLeft = Optional.of(Duration.ofMillis(59_990));
        client.send("POST", "/drain?window=60s", "")
                .is(
                        409,
                        "window=60s is more than the 59s that are left of the drain under way; give a shorter window or"
                                + " wait for its end\n");
        client.send("POST", "/drain", "")
                .is(
                        409,
                        "drain-window=900s is more than the 59s that are left of the drain under way; give a shorter"
                                + " window or wait for its end\n");
    }

    @Test
    void refusesADrainFromAPageOfAnotherSite() throws Exception {
        client.post("/drain", new byte[0], "Origin", "http://evil.example")
                .is(403, "refused: the request comes from a page of another site\n");
        assertEquals(ServerControl.Phase.SERVING, server.phase);
    }

    @Test
    void namesTheMethodThatAPathTakes() throws Exception {
        AdminClient.Reply wrongRead = client.send("POST", "/status", "");
        wrongRead.is(405, "use GET, HEAD\n");
        assertEquals("GET, HEAD", wrongRead.header("allow"));
        AdminClient.Reply wrongAction = client.get("/drain");
        wrongAction.is(405, "use POST\n");
        assertEquals("POST", wrongAction.header("allow"));
    }

    @Test
    void knowsNoOtherPath() throws Exception {
        client.get("/status/").is(404, "nothing here\n");
    }

    @Test
    void ignoresTheQuery() throws Exception {
        client.get("/live?probe=1").is(200, "live\n");
    }
}
