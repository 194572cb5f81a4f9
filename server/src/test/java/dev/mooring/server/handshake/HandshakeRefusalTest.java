package dev.mooring.server.handshake;

import static dev.mooring.server.handshake.Requests.GOOD;
import static dev.mooring.server.handshake.Requests.describe;
import static dev.mooring.server.handshake.Requests.plusLine;
import static dev.mooring.server.handshake.Requests.withLine;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are answered with an error. Each is also parsed at every beginning. */
class HandshakeRefusalTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | POST /chat HTTP/1.1            | 405 use GET",
                "GET | get /chat HTTP/1.1             | 501 method not known; use GET",
                "GET | GETS /chat HTTP/1.1            | 501 method not known; use GET",
                "GET | HEAD /chat HTTP/1.1            | 405 use GET",
                "GET | PUT /chat HTTP/1.1             | 405 use GET",
                "GET | DELETE /chat HTTP/1.1          | 405 use GET",
                "GET | CONNECT a:80 HTTP/1.1          | 405 use GET",
                "GET | OPTIONS * HTTP/1.0             | 405 use GET",
                "GET | TRACE /chat HTTP/1.1           | 405 use GET",
                "GET | PATCH /chat HTTP/1.1           | 405 use GET",
                "GET | UPDATEREDIRECTREF / HTTP/1.1   | 501 method not known; use GET",
                "GET | UPDATEREDIRECTREFS / HTTP/1.1  | 501 method not known; use GET",
                "GET | UPDATEREDIRECTREFSS / HTTP/1.1 | 400 request does not start with a method",
                "GET | GET                            | 400 request does not start with a method",
                "GET | PRI * HTTP/2.0                 | 400 HTTP/2 is not spoken here",
                "GET | SSH-2.0-client                 | 400 request does not start with a method",
                "GET | GET  /chat HTTP/1.1            | 400 request target not valid",
                "GET | GET chat HTTP/1.1              | 400 request target not valid",
                "GET | GET server.example.com/chat HTTP/1.1 | 400 request target not valid",
                "GET | GET ftp://server.example.com/ HTTP/1.1 | 400 request target not valid",
                "GET | GET * HTTP/1.1                 | 400 request target not valid",
                "GET | GET http:// HTTP/1.1           | 400 request target not valid",
                "GET | GET /chat#top HTTP/1.1         | 400 request target not valid",
                "GET | GET /ch\u00c3\u00a4t HTTP/1.1 | 400 request target has a byte that is not ASCII; percent-encode it",
                "GET | GET /chat                      | 400 request target not valid",
                "GET | GET /chat HTTP/1.0             | 400 request line does not end with HTTP/1.1",
                "GET | GET /chat HTTP/2.0             | 400 request line does not end with HTTP/1.1",
                "GET | GET /chat  HTTP/1.1            | 400 request line does not end with HTTP/1.1",
                "GET | GET /chat HTTP/1.1 x           | 400 request line does not end with HTTP/1.1",
                "Host | ''                            | 400 Host missing",
                "Host | Host:                         | 400 Host not valid",
                "Host | Host: a b                     | 400 Host not valid",
                "Host | Host: user@example.com        | 400 Host not valid",
                "Upgrade | ''                         | 426 this port speaks WebSocket only",
                "Upgrade | Upgrade: h2c               | 400 Upgrade does not name websocket",
                "Upgrade | Upgrade: websockets        | 400 Upgrade does not name websocket",
                "Upgrade | Upgrade: web socket        | 400 Upgrade does not name websocket",
                "Connection | ''                      | 400 Connection does not name Upgrade",
                "Connection | Connection: keep-alive  | 400 Connection does not name Upgrade",
                "Sec-WebSocket-Key | ''               | 400 Sec-WebSocket-Key missing",
                "Sec-WebSocket-Protocol | Sec-WebSocket-Protocol:    | 400 Sec-WebSocket-Protocol is not a list of tokens",
                "Sec-WebSocket-Protocol | Sec-WebSocket-Protocol: ,, | 400 Sec-WebSocket-Protocol is not a list of tokens",
                "Sec-WebSocket-Protocol | Sec-WebSocket-Protocol: a b | 400 Sec-WebSocket-Protocol is not a list of tokens",
                "Sec-WebSocket-Protocol | Sec-WebSocket-Protocol: a/b | 400 Sec-WebSocket-Protocol is not a list of tokens",
                "Sec-WebSocket-Protocol | Sec-WebSocket-Protocol: a,b,a | 400 Sec-WebSocket-Protocol offers the same twice",
                "Sec-WebSocket-Version | ''           | 426 Sec-WebSocket-Version must be 13, once",
                "Sec-WebSocket-Version | Sec-WebSocket-Version: 12     | 426 Sec-WebSocket-Version must be 13, once",
                "Sec-WebSocket-Version | Sec-WebSocket-Version: 013    | 426 Sec-WebSocket-Version must be 13, once",
                "Sec-WebSocket-Version | Sec-WebSocket-Version: 13, 8  | 426 Sec-WebSocket-Version must be 13, once",
            })
    void refusesAReplacedLine(String line, String replacement, String expected) {
        assertRefused(expected, withLine(line, replacement));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Host: other.example.com                     | 400 more than one Host",
                "Sec-WebSocket-Protocol: superchat            | 400 Sec-WebSocket-Protocol offers the same twice",
                "Origin: http://example.com                  | 400 more than one Origin",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== | 400 more than one Sec-WebSocket-Key",
                "Sec-WebSocket-Version: 13                   | 426 Sec-WebSocket-Version must be 13, once",
                "Content-Length: 5                           | 400 request has a body",
                "Content-Length: 05                          | 400 request has a body",
                "Content-Length:                             | 400 request has a body",
                "Content-Length: +0                          | 400 request has a body",
                "Transfer-Encoding: chunked                  | 400 request has a body",
                "Transfer-Encoding: identity                 | 400 request has a body",
                "X-A : b                                     | 400 header name not valid",
                ": b                                         | 400 header name not valid",
                "X-A                                         | 400 header name not valid",
                "X(A): b                                     | 400 header name not valid",
                "X-\u00c4: b                                 | 400 header name not valid",
            })
    void refusesAFurtherLine(String line, String expected) {
        assertRefused(expected, plusLine(line));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dGhlIHNhbXBsZSBub25jZQ=",
                "dGhlIHNhbXBsZSBub25jZQ",
                "dGhlIHNhbXBsZSBub25jZSEh",
                "dGhlIHNhbXBsZSBub25jZSE=",
                "dGhlIHNhbXBsZSBub25jZQ==, x",
                "dGhlIHNhbXBsZ-_ub25jZQ==",
                "dGhlIHNhbXBs=SBub25jZQ==",
                "dGhlIHNhbXBs SBub25jZQ==",
                "c2hvcnQ=",
                "dGhlIHNhbXBsZSBub25jZSB0aGF0IGlzIGxvbmc=",
            })
    void refusesAKeyThatIsNotSixteenBytes(String key) {
        assertRefused(
                "400 Sec-WebSocket-Key is not base64 of 16 bytes",
                withLine("Sec-WebSocket-Key", "Sec-WebSocket-Key: " + key));
    }

    @ParameterizedTest
    @ValueSource(strings = {" folded", "\tfolded"})
    void refusesAFoldedLine(String line) {
        assertRefused("400 header line starts with a blank", plusLine(line));
        assertRefused("400 header line starts with a blank", withLine("Host", line));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 11, 27, 31, 127})
    void refusesAControlCharacterInAValue(int character) {
        assertRefused("400 control character in a header value", plusLine("X-A: b" + (char) character + "c"));
    }

    @Test
    void refusesALineFeedOrCarriageReturnAlone() {
        assertRefused("400 line does not end with CR LF", plusLine("X-A: b\nX-B: c"));
        assertRefused("400 line does not end with CR LF", plusLine("X-A: b\rX-B: c"));
        assertRefused("400 line does not end with CR LF", GOOD.substring(0, GOOD.length() - 1) + "x");
        assertRefused("400 request line does not end with HTTP/1.1", GOOD.replace("\r\n", "\n"));
        assertRefused("400 header name not valid", GOOD.substring(0, GOOD.length() - 2) + "\n");
    }

    @Test
    void refusesABadLineForWhatItIsHoweverMuchFollows() {
        assertRefused("400 header name not valid", "GET / HTTP/1.1\r\nX Y\r\n" + "X: y\r\n".repeat(1500));
        assertRefused("400 request target not valid", "GET chat " + "x".repeat(5000));
    }

    @Test
    void refusesMoreSubprotocolsThanItCompares() {
        String offers = IntStream.range(0, 65).mapToObj(i -> "p" + i).collect(Collectors.joining(","));
        assertRefused(
                "400 Sec-WebSocket-Protocol offers more than 64 subprotocols",
                withLine("Sec-WebSocket-Protocol", "Sec-WebSocket-Protocol: " + offers));
    }

    @Test
    void refusesAFifthEmptyLineBeforeTheRequest() {
        assertRefused("400 too many empty lines before the request", "\r\n".repeat(5) + GOOD);
        assertRefused("400 line does not end with CR LF", "\r" + GOOD);
        assertRefused("400 request does not start with a method", "\n" + GOOD);
        assertRefused("400 request does not start with a method", " \r\n" + GOOD);
    }

    @Test
    void judgesEachRequestByItsOwnLines() {
        HandshakeParser parser = new HandshakeParser(HandshakeRules.DEFAULT);
        parser.parse(Requests.received(Requests.bytes(withLine("Upgrade", "Upgrade: h2c"))));
        HandshakeResult next = parser.parse(Requests.received(Requests.bytes(withLine("Upgrade", ""))));
        assertEquals("426 this port speaks WebSocket only", describe(next));
    }

    @Test
    void refusesTheFirstOfTwoPipelinedRequestsAndNoMore() {
        assertRefused("400 Host missing", withLine("Host", "") + GOOD);
    }

    private static void assertRefused(String expected, String request) {
        assertEquals(expected, describe(Requests.parse(HandshakeRules.DEFAULT, request)));
    }
}
