package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.Handshake;
import dev.mooring.server.HandshakeAnswer;
import dev.mooring.server.MessageType;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.metrics.MemoryKind;
import dev.mooring.server.metrics.RefusalReason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application may answer to a request, at once and later. */
@Timeout(60)
class HandshakeAnswersTest {
    @Test
    void showsTheRequest() {
        LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
        try (TestServer server = answering(request -> {
                    seen.add(request.path() + " " + request.query() + " "
                            + request.parameter("room").orElse("none")
                            + " " + request.header("X-USER").orElse("none") + " "
                            + request.cookie("session").orElse("none") + " " + request.subprotocols() + " "
                            + request.clientAddress().isPresent());
                    return HandshakeAnswer.accept();
                });
                RawClient client = server.connect()) {
            client.send(Frames.utf8(request(
                    "/chat?room=a%20b",
                    "x-user:  me \r\nCookie: other=1; session=s1\r\nSec-WebSocket-Protocol: mqtt, chat\r\n")));
            assertEquals(101, client.response().status());
            assertEquals("/chat room=a%20b a b me s1 [mqtt, chat] true", seen.remove());
        }
    }

    @Test
    void agreesOnTheSubprotocolThatTheApplicationChooses() {
        try (TestServer server = answering(
                        request -> HandshakeAnswer.accept().subprotocol("chat").header("X-Node", "7"));
                RawClient client = server.connect()) {
            client.send(Frames.utf8(request("/", "Sec-WebSocket-Protocol: mqtt, chat\r\n")));
            Response response = client.response();
            assertEquals(101, response.status());
            assertEquals("chat", response.field("Sec-WebSocket-Protocol"));
            assertEquals("7", response.field("X-Node"));
            client.echoes("agreed");
        }
    }

    @Test
    void answers500WhenTheSubprotocolIsNotOffered() {
        try (TestServer server = answering(request -> HandshakeAnswer.accept().subprotocol("chat"));
                RawClient client = server.connect()) {
            client.send(Frames.utf8(RawClient.REQUEST));
            assertEquals(500, client.response().status());
            client.expectEnd();
            assertEquals(1, server.counters().refusedFor(RefusalReason.HANDLER));
        }
    }

    @Test
    void saysOnceWhomItDidNotLetInAfterAll() throws Exception {
        LinkedBlockingQueue<String> notLetIn = new LinkedBlockingQueue<>();
        LinkedBlockingQueue<CompletableFuture<HandshakeAnswer>> later = new LinkedBlockingQueue<>();
        try (TestServer server = answering(request -> {
            HandshakeAnswer.Accept accept = HandshakeAnswer.accept().otherwise(() -> notLetIn.add(request.path()));
            CompletableFuture<HandshakeAnswer> answer = new CompletableFuture<>();
            return switch (request.path()) {
                case "/in" -> accept;
                case "/wrong" -> accept.subprotocol("nobody offers it");
                default -> {
                    later.add(answer);
                    yield HandshakeAnswer.later(answer.thenApply(_ -> accept));
                }
            };
        })) {
            try (RawClient in = server.connect();
                    RawClient wrong = server.connect()) {
                assertEquals(
                        101, in.send(Frames.utf8(request("/in", ""))).response().status());
                assertEquals(
                        500,
                        wrong.send(Frames.utf8(request("/wrong", "")))
                                .response()
                                .status());
            }
            assertEquals("/wrong", notLetIn.take());
            RawClient gone = server.connect();
            gone.send(Frames.utf8(request("/gone", "")));
            CompletableFuture<HandshakeAnswer> answer = later.take();
            gone.reset();
            Eventually.until(() -> server.counters().connections().failures() == 1);
            answer.complete(HandshakeAnswer.accept());
            assertEquals("/gone", notLetIn.take());
            assertEquals(0, notLetIn.size());
        }
    }

    @Test
    void refusesWithStatusHeadersAndBody() {
        try (TestServer server = answering(
                        request -> HandshakeAnswer.refuse(401, "who are you?").header("WWW-Authenticate", "Bearer"));
                RawClient client = server.connect()) {
            client.send(Frames.joined(Frames.utf8(RawClient.REQUEST), Frames.text("sent before the answer")));
            Response response = client.response();
            assertEquals(401, response.status());
            assertEquals("Bearer", response.field("WWW-Authenticate"));
            assertTrue(response.text().endsWith("\r\n\r\nwho are you?"), response.text());
            assertEquals(1, server.counters().refusedFor(RefusalReason.APPLICATION));
        }
    }

    @ParameterizedTest
    @CsvSource({"401,Unauthorized", "403,Forbidden", "404,Not Found", "429,Too Many Requests", "503,Service Unavailable"
    })
    void saysInTheStatusLineWhatTheStatusMeans(int status, String phrase) {
        try (TestServer server = answering(request -> HandshakeAnswer.refuse(status, ""));
                RawClient client = server.connect()) {
            client.send(Frames.utf8(RawClient.REQUEST));
            String answer = client.response().text();
            assertTrue(answer.startsWith("HTTP/1.1 " + status + " " + phrase + "\r\n"), answer);
        }
    }

    @Test
    void answers500ToARedirectToNowhere() {
        try (TestServer server = answering(request -> HandshakeAnswer.refuse(302, ""));
                RawClient client = server.connect()) {
            client.send(Frames.utf8(RawClient.REQUEST));
            assertEquals(500, client.response().status());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            X-A        | 'a\r\nSet-Cookie: b' | header X-A=a??Set-Cookie: b has a control character, one beyond ISO 8859-1, or a blank at an end; encode it
            X-A        | ' a'                 | header X-A= a has a control character, one beyond ISO 8859-1, or a blank at an end; encode it
            'X A'      | a                    | header=X A is not a token; correct its name
            Upgrade    | h2c                  | header=Upgrade is the server's own; leave it out, or name the subprotocol by subprotocol()
            Sec-WebSocket-Accept | a          | header=Sec-WebSocket-Accept is the server's own; leave it out, or name the subprotocol by subprotocol()
            """)
    void refusesAHeaderThatWouldSayMoreThanOneThing(String name, String value, String sentence) {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> HandshakeAnswer.accept().header(name, value));
        assertEquals(sentence, refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 101, 200, 299, 304, 600})
    void refusesAStatusThatIsNoRefusal(int status) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> HandshakeAnswer.refuse(status, ""));
        assertEquals(
                "status=" + status + " is no refusal; take 401, 403 or another from 300 to 599", refused.getMessage());
    }

    @Test
    void answers500WhenTheHandlerThrows() {
        try (TestServer server = answering(request -> {
                    throw new IllegalStateException("thrown by the test");
                });
                RawClient client = server.connect()) {
            client.send(Frames.utf8(RawClient.REQUEST));
            assertEquals(500, client.response().status());
        }
    }

    @Test
    void givesTheAttachmentToOpen() {
        try (TestServer server = answering(request -> HandshakeAnswer.accept().attach("from " + request.path()));
                RawClient client = server.connect()) {
            client.send(Frames.utf8(request("/here", "")));
            assertEquals(101, client.response().status());
            client.send(Frames.text("?"));
            assertEquals("text from /here", client.frame().describe());
        }
    }

    @Test
    void answersLaterAndKeepsWhatCameMeanwhile() {
        CompletableFuture<HandshakeAnswer> verdict = new CompletableFuture<>();
        CompletableFuture<Handshake> asked = new CompletableFuture<>();
        try (TestServer server = answering(request -> {
                    asked.complete(request);
                    return HandshakeAnswer.later(verdict);
                });
                RawClient client = server.connect()) {
            client.send(Frames.joined(Frames.utf8(RawClient.REQUEST), Frames.text("with it")));
            asked.join();
            client.send(Frames.text("behind it"));
            assertTrue(server.counters().memory(MemoryKind.REQUESTS).used() > 0);
            verdict.complete(HandshakeAnswer.accept());
            assertEquals(101, client.response().status());
            assertEquals("text with it", client.frame().describe());
            assertEquals("text behind it", client.frame().describe());
            Eventually.until(() -> server.counters().memory(MemoryKind.REQUESTS).used() == 0);
        }
    }

    @Test
    void answers503WhenTheVerdictIsNotThereInTimeAndIgnoresALateOne() throws InterruptedException {
        CompletableFuture<HandshakeAnswer> verdict = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        AtomicLong now = new AtomicLong();
        try (TestServer server = TestServer.with("--handshake-timeout=300ms")
                        .clock(now::get)
                        .handler(new Deciding(request -> {
                            asked.countDown();
                            return HandshakeAnswer.later(verdict);
                        }))
                        .start();
                RawClient client = server.connect()) {
            client.send(Frames.utf8(RawClient.REQUEST));
            asked.await();
            Eventually.until(
                    now, Duration.ofMillis(301), () -> server.counters().refusedFor(RefusalReason.UNDECIDED) == 1);
            assertEquals(503, client.response().status());
            verdict.complete(HandshakeAnswer.accept());
            Eventually.until(() -> server.counters().lateDecisions.sum() == 1);
            assertEquals(1, server.counters().refusedFor(RefusalReason.UNDECIDED));
            assertEquals(0, server.counters().upgraded.sum());
        }
    }

    @Test
    void forgetsAClientThatGoesBeforeTheVerdict() {
        CompletableFuture<HandshakeAnswer> verdict = new CompletableFuture<>();
        try (TestServer server = answering(request -> HandshakeAnswer.later(verdict))) {
            RawClient client = server.connect();
            client.send(Frames.utf8(RawClient.REQUEST));
            Eventually.until(() -> server.counters().memory(MemoryKind.REQUESTS).used() > 400);
            client.close();
            Eventually.until(() -> server.counters().memory(MemoryKind.REQUESTS).used() == 0);
            verdict.complete(HandshakeAnswer.refuse(403, ""));
            Eventually.until(() -> server.counters().lateDecisions.sum() == 1);
        }
    }

    @Test
    void saysOnceThatALaterAnswerIsWaitedForNoMore() throws Exception {
        LinkedBlockingQueue<String> given = new LinkedBlockingQueue<>();
        LinkedBlockingQueue<CompletableFuture<HandshakeAnswer>> asked = new LinkedBlockingQueue<>();
        try (TestServer server = answering(request -> {
            CompletableFuture<HandshakeAnswer> answer = new CompletableFuture<>();
            asked.add(answer);
            return HandshakeAnswer.later(answer).otherwise(() -> given.add(request.path()));
        })) {
            try (RawClient in = server.connect()) {
                in.send(Frames.utf8(request("/in", "")));
                asked.take().complete(HandshakeAnswer.accept());
                assertEquals(101, in.response().status());
            }
            RawClient gone = server.connect();
            gone.send(Frames.utf8(request("/gone", "")));
            CompletableFuture<HandshakeAnswer> answer = asked.take();
            gone.reset();
            assertEquals("/gone", given.take());
            answer.complete(HandshakeAnswer.accept());
            Eventually.until(() -> server.counters().lateDecisions.sum() == 1);
            assertEquals(0, given.size());
        }
    }

    @Test
    void saysThatALaterAnswerHasTakenTooLong() throws Exception {
        LinkedBlockingQueue<String> given = new LinkedBlockingQueue<>();
        CompletableFuture<HandshakeAnswer> verdict = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        AtomicLong now = new AtomicLong();
        try (TestServer server = TestServer.with("--handshake-timeout=300ms")
                        .clock(now::get)
                        .handler(new Deciding(request -> {
                            asked.countDown();
                            return HandshakeAnswer.later(verdict).otherwise(() -> given.add(request.path()));
                        }))
                        .start();
                RawClient client = server.connect()) {
            client.send(Frames.utf8(RawClient.REQUEST));
            asked.await();
            Eventually.until(
                    now, Duration.ofMillis(301), () -> server.counters().refusedFor(RefusalReason.UNDECIDED) == 1);
            assertEquals(503, client.response().status());
            assertEquals("/chat", given.take());
        }
    }

    @Test
    void goesOnWhenWhatIsDoneForALaterAnswerThrows() throws Exception {
        LinkedBlockingQueue<CompletableFuture<HandshakeAnswer>> asked = new LinkedBlockingQueue<>();
        try (TestServer server = answering(request -> {
            CompletableFuture<HandshakeAnswer> answer = new CompletableFuture<>();
            asked.add(answer);
            return HandshakeAnswer.later(answer).otherwise(() -> {
                throw new IllegalStateException("thrown by the test");
            });
        })) {
            RawClient gone = server.connect();
            gone.send(Frames.utf8(RawClient.REQUEST));
            asked.take();
            gone.reset();
            Eventually.until(() -> server.counters().memory(MemoryKind.REQUESTS).used() == 0);
            try (RawClient next = server.connect()) {
                next.send(Frames.utf8(RawClient.REQUEST));
                asked.take().complete(HandshakeAnswer.accept());
                assertEquals(101, next.response().status());
            }
        }
    }

    @Test
    void answers500WhenThePromiseFails() {
        try (TestServer server = answering(request ->
                        HandshakeAnswer.later(CompletableFuture.failedFuture(new IllegalStateException("no"))));
                RawClient client = server.connect()) {
            client.send(Frames.utf8(RawClient.REQUEST));
            assertEquals(500, client.response().status());
        }
    }

    private static TestServer answering(Function<Handshake, HandshakeAnswer> answer) {
        return TestServer.with().handler(new Deciding(answer)).start();
    }

    private static String request(String target, String headers) {
        return RawClient.REQUEST
                .replaceFirst("^GET \\S+", "GET " + target)
                .replaceFirst("\r\n\r\n$", "\r\n" + headers + "\r\n");
    }

    /** Echoes, and says what is attached when asked. */
    private record Deciding(Function<Handshake, HandshakeAnswer> answer) implements WebSocketHandler {
        @Override
        public HandshakeAnswer handshake(Handshake handshake) {
            return answer.apply(handshake);
        }

        @Override
        public void message(WebSocket socket, MessageType type, ByteBuffer payload) {
            if (socket.attachment().isPresent()) {
                socket.send(socket.attachment().get().toString());
            } else {
                socket.send(type, payload);
            }
        }
    }
}
