package dev.mooring.server.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mooring.server.Audience;
import dev.mooring.server.MessageType;
import dev.mooring.server.MooringServer;
import dev.mooring.server.functional.Eventually;
import dev.mooring.server.functional.Frames;
import dev.mooring.server.functional.RawClient;
import dev.mooring.server.functional.TestServer;
import dev.mooring.server.gateway.RouteSelection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients may do with messages, and what the backend hears and decides, over real sockets. */
@Timeout(60)
class MessagingHandlerTest {
    private static final Pattern ROUTE = Pattern.compile("\"routeKey\":\"([^\"]*)\"");
    private static final String CONNECT = "{\"connect\":{\"token\":\"ann\",\"data\":{\"user\":\"ann\"}},\"id\":1}";

    private final AtomicReference<@Nullable MooringServer> running = new AtomicReference<>();
    private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
    private @Nullable HttpServer backend;
    private volatile int status = 200;
    private volatile String answer = "";

    @AfterEach
    void stop() {
        if (backend != null) {
            backend.stop(0);
        }
    }

    @Test
    void topicsOfTheUrlAreTakenOnlyUnderAnOpenPrefix() {
        try (TestServer server = server(Optional.empty())) {
            try (RawClient client = server.connect()) {
                assertEquals(
                        101,
                        client.send(request("/?topics=news.a,status.b"))
                                .response()
                                .status());
                assertEquals(1, publish(server, Audience.topic("news.a")));
                assertEquals("text hello", client.frame().describe());
            }
            for (String topics : List.of("private", "new", "news.a,private", "%6eews")) {
                try (RawClient client = server.connect()) {
                    assertEquals(
                            403,
                            client.send(request("/?topics=" + topics))
                                    .response()
                                    .status(),
                            topics);
                }
            }
        }
    }

    @Test
    void aTopicOfTheUrlHasAName() {
        try (TestServer server = server(Optional.empty())) {
            for (String topics : List.of("", "news.a,", ",news.a", "news.a,,news.b")) {
                try (RawClient client = server.connect()) {
                    String answer = client.send(request("/?topics=" + topics))
                            .response()
                            .text();
                    assertTrue(answer.startsWith("HTTP/1.1 400 Bad Request\r\n"), topics + ": " + answer);
                    assertTrue(
                            answer.endsWith(
                                    "\r\n\r\ntopics has an empty name; name each, with one comma between two\n"),
                            answer);
                }
            }
        }
    }

    @Test
    void refusesTopicsThatNoConnectionCanHave() {
        StringBuilder many = new StringBuilder("news.a");
        for (int i = 0; i < 128; i++) {
            many.append(",news.").append(i);
        }
        try (TestServer server = server(Optional.empty())) {
            for (String topics : List.of("news." + "x".repeat(251), "news." + "%C3%A9".repeat(126), many.toString())) {
                try (RawClient client = server.connect()) {
                    assertEquals(
                            400,
                            client.send(request("/?topics=" + topics))
                                    .response()
                                    .status(),
                            topics);
                }
            }
            try (RawClient client = server.connect()) {
                client.send(request("/?topics=news." + "x".repeat(250)));
                assertEquals(101, client.response().status());
            }
        }
    }

    @Test
    void closesAConnectionThatCannotHearAllThatItIsGranted() throws Exception {
        try (TestServer server = server(Optional.of(backend()))) {
            RawClient client = server.connect();
            client.send(request("/"));
            assertEquals(101, client.response().status());
            events.take();
            StringBuilder many = new StringBuilder("{\"user\":\"ann\",\"topics\":[\"t\"");
            for (int i = 0; i < 127; i++) {
                many.append(",\"t").append(i).append('"');
            }
            answer = many + "]}";
            client.send(Frames.text("{}"));
            assertEquals("close 1013", client.frame().describe());
        }
    }

    @Test
    void aLaterAnswerOfTheBackendDoesNotPutAnEndOff() throws Exception {
        try (TestServer server = server(Optional.of(backend()))) {
            int seconds = 2;
            while (!isEndedThoughAnsweredLater(server, seconds)) {
                seconds *= 2;
            }
        }
    }

    /** Whether it ended by the first answer, after the later one; false when the time of the first was up before that. */
    private boolean isEndedThoughAnsweredLater(TestServer server, int seconds) throws InterruptedException {
        answer = "{\"exp\":" + (Instant.now().getEpochSecond() + seconds) + "}";
        try (RawClient client = server.connect().send(request("/"))) {
            assertEquals(101, client.response().status());
            events.take();
            answer = "{\"exp\":4000000000,\"topics\":[\"later\"]}";
            client.sendUntilRefused(Frames.text("{}"), 1);
            Eventually.until(() -> client.hasReceived() || publish(server, Audience.topic("later")) == 1);
            String first = client.frame().describe();
            if (first.equals("close 4401")) {
                return false;
            }
            assertEquals("text hello", first);
            assertEquals("close 4401", client.frame().describe());
            return true;
        }
    }

    @Test
    void closesAConnectionWhoseGrantEnds() throws Exception {
        answer = "{\"exp\":" + (Instant.now().getEpochSecond() + 1) + "}";
        try (TestServer server = server(Optional.of(backend()));
                RawClient client = server.connect().send(request("/"))) {
            assertEquals(101, client.response().status());
            assertEquals("close 4401", client.frame().describe());
        }
    }

    @Test
    void nobodyBecomesAUserByWhatItWrites() {
        try (TestServer server = server(Optional.empty());
                RawClient plain = server.connect();
                RawClient centrifugo = server.connect()) {
            String headers = "X-User: ann\r\nuser: ann\r\nCookie: user=ann\r\nAuthorization: Bearer ann\r\n\r\n";
            String request = request("/ann?user=ann&topics=news.%00ann&topics=news.user:ann");
            plain.send(request.substring(0, request.length() - 2) + headers);
            assertEquals(101, plain.response().status());
            centrifugo.send(request("/connection/websocket?user=ann"));
            assertEquals(101, centrifugo.response().status());
            centrifugo.send(
                    Frames.text(
                            CONNECT
                                    + "\n{\"subscribe\":{\"channel\":\"#ann\"},\"id\":2}\n{\"subscribe\":{\"channel\":\"user ann\"},\"id\":3}"));
            assertTrue(centrifugo.frame().text().contains("\"code\":103"));
            assertEquals(0, publish(server, Audience.user("ann")));
        }
    }

    @Test
    void aCentrifugoClientHearsWhatIsPublishedInItsProtocol() {
        try (TestServer server = server(Optional.empty());
                RawClient client = server.connect()) {
            client.send(request("/connection/websocket"));
            assertEquals(101, client.response().status());
            client.send(Frames.text("{\"connect\":{},\"id\":1}\n{\"subscribe\":{\"channel\":\"news.a\"},\"id\":2}"));
            String[] replies = client.frame().text().split("\n", -1);
            assertEquals("{\"id\":2,\"subscribe\":{}}", replies[1]);
            publish(server, Audience.topic("news.a"));
            assertEquals(
                    "text {\"push\":{\"channel\":\"news.a\",\"pub\":{\"data\":\"hello\"}}}",
                    client.frame().describe());
            client.send(Frames.text("{\"publish\":{\"channel\":\"chat.a\",\"data\":{\"a\":1}},\"id\":3}"));
            assertEquals("text {\"id\":3,\"publish\":{}}", client.frame().describe());
            client.send(Frames.text("nonsense"));
            assertEquals("close 3501", client.frame().describe());
        }
    }

    @Test
    void theBackendNamesUserAndTopicsAndHearsMessagesInTheirOrderAndTheEnd() throws Exception {
        answer = "{\"user\":\"ann\",\"topics\":[\"secret\"]}";
        try (TestServer server = server(Optional.of(backend()))) {
            RawClient client = server.connect();
            client.send(request("/?a=b"));
            assertEquals(101, client.response().status());
            assertEquals("$connect", route(events.take()));
            assertEquals(1, publish(server, Audience.user("ann")));
            assertEquals(1, publish(server, Audience.topic("secret")));
            assertEquals("text hello", client.frame().describe());
            assertEquals("text hello", client.frame().describe());
            answer = "";
            for (int i = 0; i < 10; i++) {
                client.send(Frames.text("{\"action\":\"do" + i + "\"}"));
            }
            for (int i = 0; i < 10; i++) {
                assertEquals("do" + i, route(events.take()));
            }
            client.reset();
            assertEquals("$disconnect", route(events.take()));
        }
    }

    @Test
    void withoutTheBackendsYesNobodyIsLetIn() throws Exception {
        URI uri = backend();
        try (TestServer server = server(Optional.of(uri))) {
            assertAnswered(server, 401, 401, "");
            assertAnswered(server, 502, 302, "");
            assertAnswered(server, 503, 500, "");
            assertAnswered(server, 502, 200, "{\"user\":7}");
            assertAnswered(server, 101, 204, "");
            requireNonNull(backend).stop(0);
            for (int i = 0; i < 7; i++) {
                assertAnswered(server, 503, 0, "");
            }
        }
    }

    private void assertAnswered(TestServer server, int expected, int of, String body) {
        status = of;
        answer = body;
        try (RawClient client = server.connect()) {
            assertEquals(expected, client.send(request("/")).response().status(), of + " " + body);
        }
    }

    private URI backend() throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::told);
        http.start();
        backend = http;
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/events");
    }

    private void told(HttpExchange exchange) {
        try (exchange) {
            events.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            byte[] body = answer.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private TestServer server(Optional<URI> uri) {
        MessagingSettings settings = new MessagingSettings(
                new Prefixes(List.of("news.", "status.")),
                new Prefixes(List.of("chat.")),
                Optional.of("/connection/websocket"),
                uri,
                RouteSelection.parse("$request.body.action"));
        TestServer server = TestServer.with()
                .handler(new MessagingHandler(
                        settings, () -> Optional.ofNullable(running.get()), InstantSource.system()))
                .start();
        running.set(server.server());
        return server;
    }

    private static int publish(TestServer server, Audience audience) {
        return server.server()
                .publish(audience, MessageType.TEXT, ByteBuffer.wrap("hello".getBytes(UTF_8)))
                .join();
    }

    private static String route(String event) {
        Matcher route = ROUTE.matcher(event);
        assertTrue(route.find(), event);
        return route.group(1);
    }

    private static String request(String target) {
        return RawClient.REQUEST.replace("/chat", target);
    }
}
