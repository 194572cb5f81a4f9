package dev.mooring.server.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.functional.Eventually;
import dev.mooring.server.functional.Frames;
import dev.mooring.server.functional.RawClient;
import dev.mooring.server.functional.Response;
import dev.mooring.server.functional.TestServer;
import dev.mooring.server.metrics.RefusalReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 6455 section 4.2.1 and RFC 9112: what is no good request is answered once, and then the connection ends. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HandshakeTest {
    private static final Duration TIME = Duration.ofMillis(200);
    private final TestServer server = TestServer.start();

    @AfterAll
    void stop() {
        server.close();
    }

    static Stream<Arguments> badRequests() {
        return Stream.of(
                bad("no key", 400, without("Sec-WebSocket-Key")),
                bad("key of 15 bytes", 400, replaced("Sec-WebSocket-Key", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAA")),
                bad("key not base64", 400, replaced("Sec-WebSocket-Key", "Sec-WebSocket-Key: !!!!HNhbXBsZSBub25jZQ==")),
                bad("version 12", 426, replaced("Sec-WebSocket-Version", "Sec-WebSocket-Version: 12")),
                bad("no version", 426, without("Sec-WebSocket-Version")),
                bad("no upgrade", 426, without("Upgrade")),
                bad("another upgrade", 400, replaced("Upgrade", "Upgrade: h2c")),
                bad("no connection field", 400, without("Connection")),
                bad("connection keep-alive", 400, replaced("Connection", "Connection: keep-alive")),
                bad("POST", 405, RawClient.REQUEST.replace("GET ", "POST ")),
                bad("another method", 501, RawClient.REQUEST.replace("GET ", "BREW ")),
                bad("UTF-8 in the target", 400, RawClient.REQUEST.replace("/chat", "/ch\u00c3\u00a4t")),
                bad("a subprotocol twice", 400, plus("Sec-WebSocket-Protocol: a\r\nSec-WebSocket-Protocol: a")),
                bad("HTTP/1.0", 400, RawClient.REQUEST.replace("HTTP/1.1", "HTTP/1.0")),
                bad("no host", 400, without("Host")),
                bad("two hosts", 400, plus("Host: other.example.com")),
                bad("two keys", 400, plus("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")),
                bad("folded line", 400, plus("X-Folded: a\r\n b")),
                bad("blank before colon", 400, plus("X-Blank : a")),
                bad("NUL in a value", 400, plus("X-Nul: a\0b")),
                bad("bare LF", 400, RawClient.REQUEST.replace("\r\n", "\n")),
                bad("body", 400, plus("Content-Length: 5") + "hello"),
                bad("length and chunks", 400, plus("Content-Length: 5\r\nTransfer-Encoding: chunked") + "0\r\n\r\n"),
                bad("header of 64 KiB", 431, plus("X-Long: " + "a".repeat(65_536))),
                bad("20,000 headers", 431, plus("X: y\r\n".repeat(20_000).strip())),
                bad("long target", 414, RawClient.REQUEST.replace("/chat", "/" + "a".repeat(65_536))),
                bad("TLS", 400, "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003"),
                bad("noise", 400, "\u00ff\u00fe\u00fd\0\u0001\u0002 noise\r\n\r\n"),
                bad("HTTP/2", 400, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                bad("PROXY version 1", 400, "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n" + RawClient.REQUEST),
                bad("PROXY version 2", 400, "\r\n\r\n\0\r\nQUIT\n!\u0011\0\u000c" + "a".repeat(12)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRequests")
    void refusesOnceAndEnds(String name, int status, String request) {
        try (RawClient client = server.connect()) {
            client.sendUntilRefused(request.getBytes(StandardCharsets.ISO_8859_1), 1);
            Response response = client.response();
            assertEquals(status, response.status(), name);
            assertEquals("close", response.field("Connection").toLowerCase(Locale.ROOT));
            client.expectEnd();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRequests")
    void refusesTheSameByteByByte(String name, int status, String request) {
        try (RawClient client = server.connect()) {
            byte[] bytes = request.getBytes(StandardCharsets.ISO_8859_1);
            if (bytes.length < 1_000) {
                for (byte one : bytes) {
                    client.sendUntilRefused(new byte[] {one}, 1);
                }
            } else {
                client.sendUntilRefused(bytes, 1);
            }
            assertEquals(status, client.response().status(), name);
            client.expectEnd();
        }
    }

    @Test
    void namesTheVersionItSpeaks() {
        try (RawClient client = server.connect()) {
            client.send(replaced("Sec-WebSocket-Version", "Sec-WebSocket-Version: 8"));
            assertEquals("13", client.response().field("Sec-WebSocket-Version"));
        }
    }

    @Test
    void endsAHeaderWithoutEnd() {
        try (RawClient client = server.connect()) {
            client.send("GET / HTTP/1.1\r\nX-Endless: ");
            client.sendUntilRefused(Frames.utf8("a".repeat(1_000)), 100);
            assertEquals(431, client.response().status());
            client.expectEnd();
        }
    }

    @Test
    void acceptsARequestCutAnywhere() {
        for (int cut = 1; cut < RawClient.REQUEST.length(); cut++) {
            try (RawClient client = server.connect()) {
                client.send(RawClient.REQUEST.substring(0, cut)).send(RawClient.REQUEST.substring(cut));
                assertEquals(101, client.response().status(), "cut at " + cut);
                client.echoes("cut at " + cut);
            }
        }
    }

    @Test
    void acceptsARequestByteByByte() {
        try (RawClient client = server.connect()) {
            client.sendInChops(Frames.utf8(RawClient.REQUEST), 1);
            assertEquals(101, client.response().status());
            client.echoes("hello");
        }
    }

    @Test
    void neverAnswersAPipelinedSecondRequest() {
        try (RawClient client = server.connect()) {
            client.send(without("Sec-WebSocket-Key") + RawClient.REQUEST);
            assertEquals(400, client.response().status());
            client.expectEnd();
        }
    }

    @Test
    void answersFramesThatCameWithTheRequest() {
        byte[] early = Frames.joined(Frames.utf8(RawClient.REQUEST), Frames.ping("early"), Frames.text("bird"));
        try (RawClient client = server.connect()) {
            client.send(early);
            assertEquals(101, client.response().status());
            assertEquals("pong early", client.frame().describe());
            assertEquals("text bird", client.frame().describe());
        }
    }

    @Test
    void takesTheRestOfAFrameThatBeganWithTheRequest() {
        byte[] all = Frames.joined(Frames.utf8(RawClient.REQUEST), Frames.text("bird"));
        try (RawClient client = server.connect()) {
            client.sendInChops(all, all.length - 5);
            assertEquals(101, client.response().status());
            assertEquals("text bird", client.frame().describe());
        }
    }

    @Test
    void answersHeadWithoutABody() {
        try (RawClient client = server.connect()) {
            client.send(RawClient.REQUEST.replace("GET ", "HEAD "));
            String answer = new String(client.readToEnd(), StandardCharsets.ISO_8859_1);
            assertTrue(answer.startsWith("HTTP/1.1 405 ") && answer.contains("\r\nAllow: GET\r\n"), answer);
            assertTrue(answer.endsWith("\r\n\r\n"), answer);
        }
    }

    @Test
    void ignoresEmptyLinesBeforeTheRequest() {
        try (RawClient client = server.connect()) {
            client.sendInChops(Frames.utf8("\r\n\r\n" + RawClient.REQUEST), 1);
            assertEquals(101, client.response().status());
            client.echoes("hello");
        }
    }

    @Test
    void agreesOnTheFirstSubprotocolOfTheClientThatItSpeaks() {
        try (TestServer speaking = TestServer.start("--subprotocols=v12.stomp, mqtt");
                RawClient client = speaking.connect()) {
            client.send(plus("Sec-WebSocket-Protocol: amqp, mqtt\r\nSec-WebSocket-Protocol: v12.stomp"));
            Response response = client.response();
            assertEquals(101, response.status());
            assertEquals("mqtt", response.field("Sec-WebSocket-Protocol"));
            client.echoes("agreed");
        }
    }

    @Test
    void takesCookiesAsLargeAsTheSettingAllows() {
        String cookie = "Cookie: a=" + "b".repeat(31_000);
        assertEquals(431, statusOf(server, plus(cookie)));
        try (TestServer generous = TestServer.start("--max-headers=31KiB", "--max-request-line=31KiB");
                RawClient client = generous.connect()) {
            String request = plus(cookie).replace("/chat", "/" + "a".repeat(31_000));
            client.sendInChops(Frames.utf8("\r\n\r\n\r\n\r\n" + request), 1_300);
            assertEquals(101, client.response().status());
            client.echoes("behind 62 KB in pieces");
        }
    }

    @Test
    void declinesExtensionsAndSubprotocols() {
        try (RawClient client = server.connect()) {
            client.send(plus("Sec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Protocol: chat"));
            Response response = client.response();
            assertEquals(101, response.status());
            assertEquals("", response.field("Sec-WebSocket-Extensions") + response.field("Sec-WebSocket-Protocol"));
        }
    }

    @Test
    void letsInOnlyTheOriginsOfTheList() {
        try (TestServer choosy = TestServer.start("--origins=https://good.example")) {
            assertEquals(101, statusOf(choosy, plus("Origin: https://good.example")));
            assertEquals(101, statusOf(choosy, RawClient.REQUEST));
            assertEquals(403, statusOf(choosy, plus("Origin: https://evil.example")));
            assertEquals(403, statusOf(choosy, plus("Origin: null")));
            assertEquals(2, choosy.counters().refusedFor(RefusalReason.ORIGIN));
        }
    }

    @Test
    void endsASlowHandshakeWith408() {
        AtomicLong now = new AtomicLong();
        try (TestServer impatient = impatient(now);
                RawClient silent = impatient.connect();
                RawClient slow = impatient.connect()) {
            slow.send("GET / HT").delivered();
            Eventually.until(now, TIME, () -> impatient.counters().refusedFor(RefusalReason.TIMEOUT) == 2);
            assertEquals(408, silent.response().status());
            silent.expectEnd();
            assertEquals(408, slow.response().status());
            slow.expectEnd();
            assertEquals(2, impatient.counters().refusedFor(RefusalReason.TIMEOUT));
            assertEquals(0, impatient.counters().queuedBytes.sum());
        }
    }

    @Test
    void keepsAConnectionPastTheHandshakeTimeout() {
        AtomicLong now = new AtomicLong();
        try (TestServer impatient = impatient(now);
                RawClient open = impatient.open();
                RawClient late = impatient.connect()) {
            Eventually.until(now, TIME, () -> impatient.counters().refusedFor(RefusalReason.TIMEOUT) == 1);
            assertEquals(408, late.response().status());
            open.echoes("still here");
        }
    }

    private static TestServer impatient(AtomicLong now) {
        return TestServer.with("--handshake-timeout=" + TIME.toMillis() + "ms")
                .clock(now::get)
                .start();
    }

    private static int statusOf(TestServer server, String request) {
        try (RawClient client = server.connect()) {
            client.send(request);
            int status = client.response().status();
            assertTrue(status == 101 || client.readToEnd().length == 0, "more than one answer");
            return status;
        }
    }

    private static Arguments bad(String name, int status, String request) {
        return Arguments.of(name, status, request);
    }

    private static String plus(String lines) {
        return RawClient.REQUEST.substring(0, RawClient.REQUEST.length() - 2) + lines + "\r\n\r\n";
    }

    private static String without(String field) {
        return RawClient.REQUEST.replaceAll("(?m)^" + field + ": .*\r\n", "");
    }

    private static String replaced(String field, String line) {
        return RawClient.REQUEST.replaceAll("(?m)^" + field + ": .*\r\n", line + "\r\n");
    }
}
