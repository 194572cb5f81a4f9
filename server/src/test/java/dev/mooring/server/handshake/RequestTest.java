package dev.mooring.server.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.Handshake;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an application reads in the copy of a request. */
class RequestTest {
    private static final long SEED = 6455;
    private static final Optional<InetSocketAddress> CLIENT =
            Optional.of(InetSocketAddress.createUnresolved("192.0.2.1", 4000));

    @ParameterizedTest
    @CsvSource({
        "/, /, ''",
        "/chat, /chat, ''",
        "/chat?, /chat, ''",
        "/chat?a=b?c, /chat, a=b?c",
        "/?q, /, q",
        "http://server.example.com/chat?a=b, /chat, a=b",
        "https://server.example.com, /, ''",
        "https://server.example.com?a=b, /, a=b",
        "http://server.example.com:8080/a/b, /a/b, ''",
    })
    void splitsTheTargetAtItsFirstQuestionMark(String target, String path, String query) {
        Handshake request = to(target);
        assertEquals(path, request.path());
        assertEquals(query, request.query());
        assertEquals("GET " + path, request.toString());
    }

    @Test
    void decodesParametersAsFormsEncodeThem() {
        Handshake request = to("/?room=a%20b+c&flag&room=%C3%BC&empty=&&%61=1&=nameless&bad=%zz");
        Map<String, List<String>> expected = new LinkedHashMap<>();
        expected.put("room", List.of("a b c", "\u00fc"));
        expected.put("flag", List.of(""));
        expected.put("empty", List.of(""));
        expected.put("a", List.of("1"));
        expected.put("", List.of("nameless"));
        expected.put("bad", List.of("%zz"));
        assertEquals(
                new ArrayList<>(expected.entrySet()),
                new ArrayList<>(request.parameters().entrySet()));
        assertEquals(Optional.of("a b c"), request.parameter("room"));
        assertEquals(Optional.empty(), request.parameter("other"));
        assertEquals(Map.of(), to("/").parameters());
    }

    @Test
    void findsEveryHeaderAsSentWhateverTheCaseOfItsName() {
        Random random = new Random(SEED);
        for (int round = 0; round < 500; round++) {
            Map<String, List<String>> sent = new LinkedHashMap<>();
            StringBuilder lines = new StringBuilder();
            for (int line = random.nextInt(6); line >= 0; line--) {
                String name = "X" + "-AbZ".charAt(random.nextInt(4)) + random.nextInt(3);
                String value = " \tab:;\u00e9".substring(random.nextInt(7)).strip();
                sent.computeIfAbsent(name.toLowerCase(Locale.ROOT), first -> new ArrayList<>())
                        .add(value);
                lines.append("\r\n")
                        .append(name)
                        .append(':')
                        .append(blanks(random))
                        .append(value)
                        .append(blanks(random));
            }
            Handshake request = with(lines.substring(2));
            String named = "seed " + SEED + ": " + lines;
            sent.forEach((name, values) -> {
                assertEquals(values, request.headers(name), named);
                assertEquals(values, request.headers(name.toUpperCase(Locale.ROOT)), named);
                assertEquals(values, request.headers().get(name), named);
                assertEquals(Optional.of(values.getFirst()), request.header(name), named);
            });
            List<String> names = new ArrayList<>(List.of(
                    "host",
                    "upgrade",
                    "connection",
                    "sec-websocket-key",
                    "origin",
                    "sec-websocket-protocol",
                    "sec-websocket-version"));
            names.addAll(sent.keySet());
            assertEquals(names, new ArrayList<>(request.headers().keySet()), named);
        }
    }

    @Test
    void takesNoBeginningOfANameForTheName() {
        Handshake request = with("X-Long: a");
        assertEquals(List.of(), request.headers("X-Lon"));
        assertEquals(List.of(), request.headers("X-Longer"));
        assertEquals(List.of(), request.headers("X-Long: a"));
        assertEquals(List.of(), request.headers("Long"));
        assertEquals(List.of(), request.headers("GET /chat HTTP/1.1"));
        assertEquals(Optional.empty(), request.header("X-Lon"));
    }

    @Test
    void doesNotLetTheApplicationChangeTheRequest() {
        Handshake request = with("X-A: a");
        assertThrows(
                UnsupportedOperationException.class, () -> request.headers().clear());
        assertThrows(
                UnsupportedOperationException.class, () -> request.parameters().put("a", List.of()));
        assertThrows(
                UnsupportedOperationException.class,
                () -> to("/?a=b").parameters().getOrDefault("a", List.of()).add("c"));
        assertThrows(
                UnsupportedOperationException.class,
                () -> request.headers("X-A").add("b"));
        assertThrows(
                UnsupportedOperationException.class,
                () -> request.subprotocols().add("b"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "session=s1                  | s1",
                "other=1; session=s1; more=2 | s1",
                "session=s1;session=s2       | s1",
                "session = s1 ;other=1       | s1",
                "session=\"quoted\"          | quoted",
                "session=\"half              | \"half",
                "session=half\"              | half\"",
                "session=\"                  | \"",
                "session=\"\"                | ''",
                "session=                    | ''",
                "session=a=b                 | a=b",
                "session                     | none",
                "sessions=1; ession=2        | none",
                "Session=s1                  | none",
            })
    void readsTheFirstCookieOfAName(String line, String value) {
        assertEquals(value, with("Cookie: " + line).cookie("session").orElse("none"));
    }

    @Test
    void readsACookieOfASecondLine() {
        assertEquals(Optional.of("2"), with("Cookie: a=1\r\ncookie: b=2").cookie("b"));
        assertEquals(Optional.of(""), with("Cookie: =; a=1").cookie(""));
    }

    @Test
    void readsSubprotocolsOfAllLinesInTheirOrder() {
        assertEquals(List.of("chat", "superchat"), with("X-A: a").subprotocols());
        assertEquals(
                List.of("chat", "superchat", "mqtt", "v12.stomp"),
                with("Sec-WebSocket-Protocol: , mqtt\t,, v12.stomp ,").subprotocols());
        assertEquals(
                List.of(), copy(Requests.withLine("Sec-WebSocket-Protocol", "")).subprotocols());
    }

    @Test
    void asksForTheClientAndTheIdWhenItIsAsked() {
        Handshake request = with("X-A: a");
        assertEquals(CLIENT, request.clientAddress());
        assertEquals("the id", request.id());
        assertTrue(request.secure());
        assertEquals(Optional.of("CN=one"), request.clientSubject());
    }

    private static String blanks(Random random) {
        return List.of("", " ", "\t", " \t ").get(random.nextInt(4));
    }

    private static Handshake to(String target) {
        return copy(Requests.withLine("GET", "GET " + target + " HTTP/1.1"));
    }

    private static Handshake with(String lines) {
        return copy(Requests.plusLine(lines));
    }

    private static Handshake copy(String text) {
        ByteBuffer received = Requests.received(Requests.bytes(text));
        HandshakeResult result = new HandshakeParser(HandshakeRules.DEFAULT).parse(received);
        Accepted accepted = assertInstanceOf(Accepted.class, result, () -> Requests.describe(result));
        return accepted.copy(received, true, Optional.of("CN=one"), () -> CLIENT, () -> "the id");
    }
}
