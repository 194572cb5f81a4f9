package dev.mooring.server.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How few bytes it takes to refuse, so that no attacker holds a connection longer than needed. */
class HandshakeEarlyRefusalTest {
    private final HandshakeParser parser = new HandshakeParser(HandshakeRules.DEFAULT);

    @ParameterizedTest
    @CsvSource({
        "TLS, 1, 16030100a5010000a10303, '400 this port speaks no TLS; use ws://, or a port of tls-ports'",
        "noise, 1, 00ff13, 400 request does not start with a method",
        "HTTP/2, 4, 505249202a20485454502f322e300d0a, 400 HTTP/2 is not spoken here",
        "PROXY version 1, 6, 50524f585920544350,"
                + " 400 PROXY header not expected; only version 2 is known and that with --proxy-protocol=required",
        "PROXY version 2, 5, 0d0a0d0a000d0a515549540a2111, 400 request does not start with a method",
        "HEAD, 5, 48454144202f, 405 use GET",
        "a long word, 19, 616161616161616161616161616161616161616161, 400 request does not start with a method",
    })
    void refusesAnotherProtocolWithinAFewBytes(String name, int after, String hex, String expected) {
        String bytes = new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
        assertDecided(after, expected, bytes);
    }

    @Test
    void refusesAnEndlessTargetAtTheLimitOfTheLine() {
        assertDecided(4096, "414 request line too long", "GET /" + "a".repeat(70_000));
    }

    @Test
    void refusesAnEndlessHeaderAtTheLimitOfTheHeaders() {
        assertDecided(17 + 8192, "431 headers too large", "GET /c HTTP/1.1\r\nX: " + "a".repeat(65_536));
    }

    @Test
    void refusesTwentyThousandHeadersAtTheLimitOfTheHeaders() {
        assertDecided(17 + 8192, "431 headers too large", "GET /c HTTP/1.1\r\n" + "X: y\r\n".repeat(20_000));
    }

    @Test
    void refusesASecondHostAtTheEndOfItsLine() {
        String request = "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n";
        assertDecided(request.length(), "400 more than one Host", request + "X: y\r\n");
    }

    @Test
    void acceptsALineAndHeadersOfExactlyTheLimits() {
        HandshakeRules rules = rules(0, 0);
        assertEquals("accepted", decision(rules));
        assertEquals(rules.maxRequest(), Requests.GOOD.length());
    }

    @Test
    void countsNoEmptyLineTowardsTheLimitOfTheLine() {
        assertEquals(
                "accepted " + (Requests.GOOD.length() + 8) + " s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
                Requests.describe(Requests.parse(rules(0, 0), "\r\n".repeat(4) + Requests.GOOD)));
    }

    @Test
    void refusesALineOneByteOverTheLimit() {
        assertEquals("414", decision(rules(1, 0)));
    }

    @Test
    void refusesHeadersOneByteOverTheLimit() {
        assertEquals("431", decision(rules(0, 1)));
    }

    @Test
    void takesNoLimitsThatAReadDoesNotReach() {
        assertEquals(62 << 10, bounded(Bytes.kibi(31), Bytes.kibi(31)).maxRequest());
        assertEquals(
                "max-request-line=31745B is more than 31KiB; lower max-request-line",
                assertThrows(RefusedException.class, () -> bounded(Bytes.of(31_745), Bytes.kibi(8)))
                        .getMessage());
        assertEquals(
                "max-headers=32KiB is more than 31KiB; lower max-headers",
                assertThrows(RefusedException.class, () -> bounded(Bytes.kibi(4), Bytes.kibi(32)))
                        .getMessage());
    }

    private static HandshakeRules bounded(Bytes line, Bytes headers) {
        return new HandshakeRules(Optional.empty(), line, headers, List.of());
    }

    private static HandshakeRules rules(int lineTooShort, int headersTooShort) {
        int line = Requests.GOOD.indexOf('\n') + 1;
        return bounded(Bytes.of(line - lineTooShort), Bytes.of(Requests.GOOD.length() - line - headersTooShort));
    }

    private static String decision(HandshakeRules rules) {
        String text = Requests.describe(Requests.parse(rules, Requests.GOOD));
        return text.substring(0, text.indexOf(' '));
    }

    private void assertDecided(int after, String expected, String request) {
        assertEquals(after, Requests.decidedAfter(parser, request));
        assertEquals(expected, Requests.describe(parser.parse(Requests.received(Requests.bytes(request)))));
    }
}
