package dev.mooring.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import dev.mooring.server.Audience;
import dev.mooring.server.MessageType;
import dev.mooring.server.functional.RawClient;
import dev.mooring.server.functional.Response;
import dev.mooring.server.functional.TestServer;
import dev.mooring.server.tls.handshake.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A URL that is asked about each client, over real sockets. */
@Timeout(60)
class ForwardAccessTest {
    private final LinkedBlockingQueue<TreeMap<String, List<String>>> asked = new LinkedBlockingQueue<>();
    private volatile int status = 200;
    private volatile String body = "";
    private volatile String subprotocol = "";
    private HttpServer authority;

    @BeforeEach
    void listen() throws IOException {
        authority = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        authority.createContext("/", exchange -> {
            TreeMap<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            headers.putAll(exchange.getRequestHeaders());
            headers.put("method", List.of(exchange.getRequestMethod()));
            asked.add(headers);
            byte[] bytes = body.getBytes(UTF_8);
            if (!subprotocol.isEmpty()) {
                exchange.getResponseHeaders().set("Sec-WebSocket-Protocol", subprotocol);
            }
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        authority.start();
    }

    @AfterEach
    void stop() {
        authority.stop(0);
    }

    @Test
    void itsYesLetsAClientInWithWhatItGrants() {
        body = "{\"user\":\"ann\",\"topics\":[\"news\"],\"exp\":4000000000}";
        try (Guarded server = Guarded.start(url());
                RawClient client = server.open("/", "Cookie: session=1")) {
            for (Audience audience : List.of(Audience.user("ann"), Audience.topic("news"))) {
                ByteBuffer text = ByteBuffer.wrap("hi".getBytes(UTF_8));
                assertEquals(
                        1,
                        server.server()
                                .server()
                                .publish(audience, MessageType.TEXT, text)
                                .join());
                assertEquals("text hi", client.frame().describe());
            }
            assertEquals(1, server.figure("auth.calls"));
        }
    }

    @Test
    void isToldWhoAsksAndNothingThatTheClientCouldMakeUp() throws Exception {
        try (Guarded server = Guarded.start(url())) {
            server.answer(
                    "/chat?room=7",
                    "Cookie: a=1",
                    "Cookie: b=2",
                    "Authorization: Bearer xyz",
                    "Origin: https://shop.example",
                    "X-Forwarded-For: 203.0.113.9",
                    "X-Forwarded-Host: admin.example",
                    "X-Forwarded-Proto: https",
                    "X-User: root");
            TreeMap<String, List<String>> request = asked.take();
            assertEquals(List.of("GET"), request.get("method"));
            assertEquals(List.of("GET"), request.get("X-Forwarded-Method"));
            assertEquals(List.of("/chat?room=7"), request.get("X-Forwarded-Uri"));
            assertEquals(List.of("server.example.com"), request.get("X-Forwarded-Host"));
            assertEquals(List.of("http"), request.get("X-Forwarded-Proto"));
            assertEquals(List.of("127.0.0.1"), request.get("X-Forwarded-For"));
            assertEquals(List.of("a=1; b=2"), request.get("Cookie"));
            assertEquals(List.of("Bearer xyz"), request.get("Authorization"));
            assertEquals(List.of("https://shop.example"), request.get("Origin"));
            assertEquals(null, request.get("X-User"));
        }
    }

    @Test
    void isToldThatAClientCameByTls(@TempDir Path folder) throws Exception {
        TestCertificate certificate = TestCertificate.ecdsa(folder, "localhost");
        int port = TestServer.freePort();
        try (Guarded _ = Guarded.start(
                        url(),
                        "--tls-ports=" + port,
                        "--tls-certificate=" + certificate.chainFile(),
                        "--tls-key=" + certificate.keyFile());
                RawClient client = RawClient.secured(TestCertificate.trusting(certificate), port)) {
            client.send(RawClient.REQUEST.replace("Upgrade: ", "X-Forwarded-Proto: http\r\nUpgrade: "));
            assertEquals(101, client.response().status());
            assertEquals(List.of("https"), asked.take().get("X-Forwarded-Proto"));
        }
    }

    @Test
    void itsSubprotocolIsSpokenWhereTheClientOffersIt() {
        subprotocol = "chat.v2";
        try (Guarded server = Guarded.start(url(), "--subprotocols=chat.v1")) {
            Response response = server.answer("/", "Sec-WebSocket-Protocol: chat.v1, chat.v2");
            assertEquals(101, response.status());
            assertEquals("chat.v2", response.field("Sec-WebSocket-Protocol"));
            response = server.answer("/", "Sec-WebSocket-Protocol: chat.v1, chat.v3");
            assertEquals(101, response.status());
            assertEquals("chat.v1", response.field("Sec-WebSocket-Protocol"));
            response = server.answer("/");
            assertEquals(101, response.status());
            assertEquals("", response.field("Sec-WebSocket-Protocol"));
        }
    }

    @Test
    void itsNoIsTheClients() {
        try (Guarded server = Guarded.start(url())) {
            for (int no : List.of(401, 403, 404)) {
                status = no;
                assertEquals(no, server.answer("/").status());
            }
            status = 302;
            assertEquals(502, server.answer("/").status());
        }
    }

    @Test
    void nobodyGetsInWhileItDoesNotAnswer() {
        try (Guarded server = Guarded.start(url())) {
            status = 500;
            Response response = server.answer("/");
            assertEquals(503, response.status());
            assertEquals("1", response.field("Retry-After"));
        }
        try (Guarded server = Guarded.start("--auth-url=http://127.0.0.1:" + TestServer.freePort() + "/")) {
            assertEquals(503, server.answer("/").status());
        }
    }

    @Test
    void anAnswerThatCannotBeUnderstoodLetsNobodyIn() {
        try (Guarded server = Guarded.start(url())) {
            for (String unfit : List.of(
                    "{",
                    "{\"user\":7}",
                    "{\"user\":\"\"}",
                    "{\"user\":\"\\ud800\"}",
                    "{\"topics\":[\"a\\udc00\"]}",
                    "{\"topics\":\"news\"}",
                    "{\"exp\":\"soon\"}",
                    "{\"exp\":-1}",
                    "{\"exp\":1900000000000}")) {
                body = unfit;
                assertEquals(502, server.answer("/").status(), unfit);
            }
        }
    }

    @Test
    void noRequestOfAClientKeepsTheQuestionsOfOthersFromBeingAsked() {
        try (Guarded server = Guarded.start(url())) {
            for (int i = 0; i < 20; i++) {
                assertEquals(
                        101,
                        server.answer("/", "Cookie: \u00e9\u00ff", "Authorization: a\tb")
                                .status());
            }
            assertEquals(0, server.figure("auth.failures"));
        }
    }

    @Test
    void aClientWhoseTimeIsUpIsClosed() {
        body = "{\"exp\":" + (Instant.now().getEpochSecond() + 1) + "}";
        try (Guarded server = Guarded.start(url());
                RawClient client = server.open("/")) {
            assertEquals("close 4401", client.frame().describe());
        }
    }

    private String url() {
        return "--auth-url=http://127.0.0.1:" + authority.getAddress().getPort() + "/auth";
    }
}
