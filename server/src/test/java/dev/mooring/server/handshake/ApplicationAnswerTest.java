package dev.mooring.server.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.server.HandshakeAnswer;
import dev.mooring.server.HandshakeAnswer.Accept;
import dev.mooring.server.HandshakeAnswer.Refuse;
import dev.mooring.server.metrics.RefusalReason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The answers that an application decides, byte for byte. */
class ApplicationAnswerTest {
    private static final String SWITCHING = """
            HTTP/1.1 101 Switching Protocols\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
            """;

    @Test
    void addsSubprotocolAndHeadersOfTheApplication() {
        assertEquals(
                SWITCHING + "Sec-WebSocket-Protocol: superchat\r\nX-Node: 7\r\nX-Node: 8\r\n\r\n",
                answer(
                        HandshakeAnswer.accept()
                                .subprotocol("superchat")
                                .header("X-Node", "7")
                                .header("X-Node", "8"),
                        "chat"));
    }

    @Test
    void agreesOnWhatTheServerSpeaksWhereTheApplicationNamesNone() {
        assertEquals(SWITCHING + "Sec-WebSocket-Protocol: chat\r\n\r\n", answer(HandshakeAnswer.accept(), "chat"));
        assertEquals(SWITCHING + "\r\n", answer(HandshakeAnswer.accept()));
    }

    @Test
    void refusesASubprotocolThatTheClientDoesNotOffer() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> answer(HandshakeAnswer.accept().subprotocol("mqtt")));
        assertEquals(
                "subprotocol=mqtt is none of those the client offers; choose one of Handshake.subprotocols(), or none",
                refused.getMessage());
    }

    @Test
    void refusesWithTheBodyInUtf8AndItsLengthInBytes() {
        assertEquals("""
                HTTP/1.1 401 Unauthorized\r
                Connection: close\r
                Content-Type: text/plain; charset=utf-8\r
                Content-Length: 4\r
                WWW-Authenticate: Bearer\r
                \r
                f\u00fcr""", refusal(HandshakeAnswer.refuse(401, "f\u00fcr").header("WWW-Authenticate", "Bearer")));
    }

    @Test
    void namesNoTypeOfABodyThatIsNotThere() {
        assertEquals(
                "HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                refusal(HandshakeAnswer.refuse(403, "")));
    }

    @Test
    void leavesTheTypeOfTheBodyToTheApplication() {
        assertEquals("""
                HTTP/1.1 404 Not Found\r
                Connection: close\r
                Content-Length: 2\r
                content-type: application/json\r
                \r
                {}""", refusal(HandshakeAnswer.refuse(404, "{}").header("content-type", "application/json")));
    }

    @Test
    void redirectsOnlyWithAPlaceToGo() {
        assertEquals(
                "HTTP/1.1 307 Temporary Redirect\r\nConnection: close\r\nContent-Length: 0\r\nlocation: /b\r\n\r\n",
                refusal(HandshakeAnswer.refuse(307, "").header("location", "/b")));
        for (int status : List.of(300, 399)) {
            assertEquals(
                    "status=" + status + " has no Location; add it by header(), or refuse with 403",
                    assertThrows(IllegalArgumentException.class, () -> refusal(HandshakeAnswer.refuse(status, "")))
                            .getMessage());
        }
        assertEquals(
                "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                refusal(HandshakeAnswer.refuse(400, "")));
    }

    /** RFC 9112 section 4: the blank behind the status stays where there is no phrase. */
    @Test
    void leavesOutThePhraseOfACodeWithoutOne() {
        assertEquals(
                "HTTP/1.1 499 \r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                refusal(HandshakeAnswer.refuse(499, "")));
    }

    @ParameterizedTest
    @CsvSource({
        "CAPACITY, server is full",
        "DRAINING, server is draining",
        "DESCRIPTORS, server has no file descriptor left",
        "HANDSHAKES, too many handshakes under way",
        "UNDECIDED, server could not decide in time",
        "MEMORY, server has no memory left for part of a request",
    })
    void saysWhyTheServerTakesNobodyNow(RefusalReason reason, String detail) {
        Refused refused = Refused.unavailable(reason, Duration.ofSeconds(7));
        assertEquals(new Refused(503, "Service Unavailable", detail, "Retry-After: 7\r\n", reason, false), refused);
    }

    @ParameterizedTest
    @EnumSource(RefusalReason.class)
    void everyRefusalFitsTheLongestAnswer(RefusalReason reason) {
        ByteBuffer out = ByteBuffer.allocate(HandshakeResponse.MAX_LENGTH);
        HandshakeResponse.write(out, Refused.unavailable(reason, Duration.ofDays(1)));
        assertEquals(
                "HTTP/1.1 503 Service Unavailable",
                text(out.flip()).lines().findFirst().orElse(""));
    }

    @Test
    void saysNothingOfWhatBrokeInTheApplication() {
        assertEquals(
                new Refused(500, "Internal Server Error", "internal error", "", RefusalReason.HANDLER, false),
                Refused.byBrokenHandler());
    }

    private static String answer(Accept answer, String... spoken) {
        HandshakeRules rules = new HandshakeRules(
                Optional.empty(),
                HandshakeRules.DEFAULT.maxRequestLine(),
                HandshakeRules.DEFAULT.maxHeaders(),
                List.of(spoken));
        ByteBuffer received = Requests.received(Requests.bytes(Requests.GOOD));
        Accepted accepted = assertInstanceOf(Accepted.class, new HandshakeParser(rules).parse(received));
        return text(HandshakeResponse.of(
                accepted, accepted.copy(received, false, Optional.empty(), Optional::empty, () -> ""), answer));
    }

    private static String refusal(Refuse answer) {
        return text(HandshakeResponse.of(answer));
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }
}
