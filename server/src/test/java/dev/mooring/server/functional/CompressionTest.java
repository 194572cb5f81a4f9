package dev.mooring.server.functional;

import static dev.mooring.server.functional.Frames.BINARY;
import static dev.mooring.server.functional.Frames.CONTINUATION;
import static dev.mooring.server.functional.Frames.FINAL;
import static dev.mooring.server.functional.Frames.TEXT;
import static dev.mooring.server.functional.PerMessageDeflate.AGREED;
import static dev.mooring.server.functional.PerMessageDeflate.COMPRESSED;
import static dev.mooring.server.functional.PerMessageDeflate.OFFER;
import static dev.mooring.server.functional.PerMessageDeflate.deflated;
import static dev.mooring.server.functional.PerMessageDeflate.plain;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.Audience;
import dev.mooring.server.Handshake;
import dev.mooring.server.HandshakeAnswer;
import dev.mooring.server.MessageType;
import dev.mooring.server.SendResult;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** permessage-deflate of the running server: who gets what compressed, and what that can be made to cost. */
@Timeout(60)
class CompressionTest {
    private static final String ON = "--compression=on";
    private static final String WORDS = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu ".repeat(8);
    private static final int COMPRESSED_TEXT = FINAL | COMPRESSED | TEXT;

    @Test
    void isOffUnlessItIsSwitchedOn() {
        try (TestServer server = TestServer.start();
                RawClient client = server.connect()) {
            client.send(PerMessageDeflate.request(OFFER));
            assertEquals("", client.response().field("Sec-WebSocket-Extensions"));
            client.echoes(WORDS);
            client.send(Frames.frame(COMPRESSED_TEXT, deflated(Frames.utf8("x"))));
            client.expectClose(1002);
        }
    }

    @Test
    void concernsNobodyWhoDoesNotOfferIt() {
        try (TestServer server = TestServer.start(ON);
                RawClient client = server.open()) {
            client.echoes(WORDS);
            client.send(Frames.frame(COMPRESSED_TEXT, deflated(Frames.utf8("x"))));
            client.expectClose(1002);
        }
    }

    @Test
    void compressesWhatGetsShorterAndNothingElse() {
        byte[] noise = new byte[1_000];
        new Random(1).nextBytes(noise);
        try (TestServer server = TestServer.start(ON);
                RawClient client = open(server)) {
            client.send(Frames.frame(COMPRESSED_TEXT, deflated(Frames.utf8(WORDS))));
            ServerFrame echo = client.frame();
            assertEquals(COMPRESSED_TEXT, echo.first());
            assertTrue(echo.payload().length < WORDS.length() / 4);
            assertEquals("text " + WORDS, plain(echo).describe());
            client.echoes("short");
            client.send(Frames.frame(COMPRESSED_TEXT, deflated(Frames.utf8("short"))));
            assertEquals("text short", client.frame().describe());
            client.send(Frames.binary(noise));
            assertArrayEquals(noise, client.frame().payload());
            client.send(Frames.frame(FINAL | Frames.PING, "y".repeat(125)));
            assertEquals("pong " + "y".repeat(125), client.frame().describe());
            client.send(Frames.close(1000, "z".repeat(120)));
            assertEquals("close 1000", client.frame().describe());
            assertEquals(1, server.counters().messagesCompressed.sum());
            assertEquals(2, server.counters().messagesInflated.sum());
        }
    }

    @Test
    void carriesMessagesOfEverySizeBothWays() {
        Random random = new Random(2);
        int[] sizes = {0, 1, 124, 125, 126, 127, 199, 200, 201, 4_095, 4_096, 4_097, 16_384, 65_535, 65_536, 300_000};
        try (TestServer server = TestServer.start(ON, "--max-message=1MiB", "--outbound-limit=4MiB");
                RawClient client = open(server)) {
            for (int size : sizes) {
                for (boolean noise : new boolean[] {true, false}) {
                    byte[] sent = content(random, size, noise);
                    client.send(Frames.frame(FINAL | COMPRESSED | BINARY, deflated(sent)));
                    assertArrayEquals(sent, plain(client.frame()).payload(), () -> size + " bytes");
                    byte[] payload = deflated(sent);
                    int cut = random.nextInt(payload.length + 1);
                    client.send(Frames.frame(COMPRESSED | BINARY, Arrays.copyOf(payload, cut)))
                            .send(Frames.ping("?"))
                            .send(Frames.frame(FINAL | CONTINUATION, Arrays.copyOfRange(payload, cut, payload.length)));
                    assertEquals("pong ?", client.frame().describe());
                    assertArrayEquals(sent, plain(client.frame()).payload(), () -> size + " bytes in two");
                }
            }
            assertEquals(0, server.counters().queuedBytes.sum());
        }
    }

    @Test
    void goesThroughTls(@TempDir Path folder) {
        try (SecureServer server = SecureServer.start(folder, ON);
                RawClient client = agreeing(server.connect(), OFFER, AGREED)) {
            byte[] sent = content(new Random(3), 40_000, false);
            client.sendInChops(Frames.frame(FINAL | COMPRESSED | BINARY, deflated(sent)), 7);
            ServerFrame echo = client.frame();
            assertEquals(FINAL | COMPRESSED | BINARY, echo.first());
            assertArrayEquals(sent, plain(echo).payload());
        }
    }

    @Test
    void answersTheWindowThatAClientAsksFor() {
        try (TestServer server = TestServer.start(ON)) {
            String window = "; server_max_window_bits=12";
            agreeing(server.connect(), OFFER + window, AGREED + window).close();
            RawClient malformed = server.connect().send(PerMessageDeflate.request("permessage-deflate;"));
            assertEquals(400, malformed.response().status());
            malformed.close();
        }
    }

    @Test
    void goesWithTheAnswersOfAnApplication() {
        for (boolean later : new boolean[] {true, false}) {
            HandshakeAnswer yes = HandshakeAnswer.accept().header("X-A", "b");
            WebSocketHandler application = new Echo() {
                @Override
                public HandshakeAnswer handshake(Handshake handshake) {
                    return later ? HandshakeAnswer.later(CompletableFuture.completedFuture(yes)) : yes;
                }
            };
            try (TestServer server = TestServer.with(ON).handler(application).start();
                    RawClient client = open(server);
                    RawClient other = server.open()) {
                client.send(Frames.frame(COMPRESSED_TEXT, deflated(Frames.utf8(WORDS))));
                assertEquals(COMPRESSED_TEXT, client.frame().first());
                other.echoes(WORDS);
            }
        }
    }

    @Test
    void compressesWhatOtherThreadsSend() throws InterruptedException {
        LinkedBlockingQueue<WebSocket> opened = new LinkedBlockingQueue<>();
        WebSocketHandler application = new Echo() {
            @Override
            public void open(WebSocket socket) {
                opened.add(socket);
            }
        };
        try (TestServer server = TestServer.with(ON).handler(application).start();
                RawClient client = open(server)) {
            WebSocket socket = opened.take();
            for (int i = 0; i < 100; i++) {
                assertEquals(SendResult.QUEUED, socket.send(i + WORDS));
            }
            for (int i = 0; i < 100; i++) {
                ServerFrame frame = client.frame();
                assertEquals(COMPRESSED_TEXT, frame.first());
                assertEquals("text " + i + WORDS, plain(frame).describe());
            }
        }
    }

    @Test
    void consumesWhatItSendsAndNothingThatItRefuses() {
        LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
        WebSocketHandler application = new WebSocketHandler() {
            @Override
            public void message(WebSocket socket, MessageType type, ByteBuffer payload) {
                ByteBuffer answer = ByteBuffer.allocate(1 << 16);
                SendResult result = socket.send(answer);
                while (result == SendResult.SENT || result == SendResult.QUEUED) {
                    told.add("left " + answer.remaining());
                    new Random(told.size()).nextBytes(answer.clear().array());
                    // Half of it noise, so that it is compressed and still fills what waits.
                    Arrays.fill(answer.array(), 0, 1 << 15, (byte) 0);
                    result = socket.send(answer);
                }
                told.add(result + " " + answer.remaining());
            }
        };
        try (TestServer server = TestServer.with(ON).handler(application).start();
                RawClient client = agreeing(
                        RawClient.connect(InetAddress.getLoopbackAddress(), server.port(), 4_096), OFFER, AGREED)) {
            client.send(Frames.text("go"));
            Eventually.until(() -> told.contains("FULL 65536"));
            told.remove("FULL 65536");
            int sent = told.size();
            assertTrue(sent > 1);
            assertTrue(told.stream().allMatch("left 0"::equals), told::toString);
            for (int i = 0; i < sent; i++) {
                ServerFrame frame = client.frame();
                assertEquals(FINAL | COMPRESSED | BINARY, frame.first());
                assertEquals(1 << 16, plain(frame).payload().length);
            }
        }
    }

    @Test
    void reachesEverybodyWithOneMessageAsEachHasAgreed() {
        try (TestServer server = TestServer.start(ON, "--event-loops=3")) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                clients.add(i % 2 == 0 ? open(server) : server.open());
            }
            byte[] noise = content(new Random(4), 5_000, true);
            assertEquals(
                    30,
                    server.server()
                            .broadcast(MessageType.TEXT, Frames.utf8(WORDS))
                            .join());
            assertEquals(
                    30, published(server, MessageType.TEXT, Frames.utf8(WORDS)).join());
            assertEquals(
                    30, server.server().broadcast(MessageType.BINARY, noise).join());
            for (int i = 0; i < 30; i++) {
                int first = i % 2 == 0 ? COMPRESSED_TEXT : FINAL | TEXT;
                for (int message = 0; message < 2; message++) {
                    ServerFrame frame = clients.get(i).frame();
                    assertEquals(first, frame.first());
                    assertEquals("text " + WORDS, plain(frame).describe());
                }
                assertArrayEquals(noise, clients.get(i).frame().payload());
                clients.get(i).close();
            }
            Eventually.until(() -> server.counters().queuedBytes.sum() == 0);
        }
    }

    /** It has agreed, and does not read: what waits for it is the one compressed frame, and given back with it. */
    @Test
    void keepsABroadcastOnceForAllWhoDoNotRead() {
        byte[] message = content(new Random(6), 60_000, false);
        try (TestServer server = TestServer.start(ON)) {
            List<RawClient> sleepers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                sleepers.add(agreeing(
                        RawClient.connect(InetAddress.getLoopbackAddress(), server.port(), 4_096), OFFER, AGREED));
            }
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                answers.add(published(server, MessageType.BINARY, message));
            }
            answers.forEach(CompletableFuture::join);
            for (RawClient sleeper : sleepers) {
                for (int i = 0; i < 20; i++) {
                    assertArrayEquals(message, plain(sleeper.frame()).payload());
                }
                sleeper.close();
            }
            Eventually.until(() -> server.counters().queuedBytes.sum() == 0);
        }
    }

    @Test
    void endsABombAtTheLimitOfAMessage() {
        byte[] bomb = deflated(new byte[1 << 25]);
        assertTrue(bomb.length < 60_000);
        try (TestServer server = TestServer.with(ON, "--max-message=1MiB")
                        .buffers(Bytes.mebi(16))
                        .start();
                RawClient bystander = open(server)) {
            for (int i = 0; i < 20; i++) {
                try (RawClient client = open(server)) {
                    client.send(Frames.frame(FINAL | COMPRESSED | BINARY, bomb));
                    client.expectClose(1009);
                }
            }
            bystander.echoes("unharmed");
            Eventually.until(() -> server.counters().queuedBytes.sum() == 0);
        }
    }

    /** Twenty mebibytes come out of one read, one after the other; the memory for messages is eight. */
    @Test
    void inflatesOneMessageAfterAnotherInTheMemoryOfOne() {
        int messages = 20;
        byte[] message = Frames.frame(FINAL | COMPRESSED | BINARY, deflated(new byte[1 << 20]));
        byte[] all = new byte[0];
        for (int i = 0; i < messages; i++) {
            all = Frames.joined(all, message);
        }
        assertTrue(all.length < 60_000);
        try (TestServer server = TestServer.with(ON, "--max-message=1MiB")
                        .buffers(Bytes.mebi(16))
                        .start();
                RawClient client = open(server)) {
            client.send(all);
            for (int i = 0; i < messages; i++) {
                assertEquals(1 << 20, plain(client.frame()).payload().length);
            }
        }
    }

    @Test
    void closesOneWhoSendsADamagedMessageAndNobodyElse() {
        try (TestServer server = TestServer.start(ON);
                RawClient bystander = open(server)) {
            try (RawClient client = open(server)) {
                client.send(Frames.frame(COMPRESSED_TEXT, new byte[] {-1, -1}));
                ServerFrame close = client.frame();
                assertEquals(1007, close.closeCode());
                assertEquals("compressed message damaged", close.closeReason());
            }
            bystander.send(Frames.frame(COMPRESSED_TEXT, deflated(Frames.utf8(WORDS))));
            assertEquals("text " + WORDS, plain(bystander.frame()).describe());
        }
    }

    private static CompletableFuture<Integer> published(TestServer server, MessageType type, byte[] message) {
        return server.server().publish(Audience.all(), type, ByteBuffer.wrap(message));
    }

    private static RawClient open(TestServer server) {
        return agreeing(server.connect(), OFFER, AGREED);
    }

    private static RawClient agreeing(RawClient client, String offer, String agreed) {
        Response response = client.send(PerMessageDeflate.request(offer)).response();
        assertEquals(101, response.status(), response.text());
        assertEquals(agreed, response.field("Sec-WebSocket-Extensions"));
        return client;
    }

    private static byte[] content(Random random, int size, boolean noise) {
        byte[] content = new byte[size];
        if (noise) {
            random.nextBytes(content);
        } else {
            for (int i = 0; i < size; i++) {
                content[i] = (byte) WORDS.charAt((i + (i / 97) * 13) % WORDS.length());
            }
        }
        return content;
    }

    /** What a handler does that has nothing else to do. */
    private static class Echo implements WebSocketHandler {
        @Override
        public void message(WebSocket socket, MessageType type, ByteBuffer payload) {
            socket.send(type, payload);
        }
    }
}
