package dev.mooring.server.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.unit.RefusedException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which subprotocol is agreed on: RFC 6455 section 4.2.2, the client's first that the server speaks. */
class SubprotocolsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mqtt          | mqtt                  | mqtt",
                "mqtt          | amqp                  | none",
                "mqtt          | MQTT                  | none",
                "mqtt, amqp    | amqp, mqtt            | amqp",
                "amqp, mqtt    | amqp, mqtt            | amqp",
                "mqtt          | mqttv3.1,\tmqtt       | mqtt",
                "mqtt          | ,mqtt,,               | mqtt",
                "mqtt          | a!#$%&*+-.^_`~1,mqtt  | mqtt",
                "''            | mqtt                  | none",
            })
    void takesTheFirstOfTheClientsThatItSpeaks(String spoken, String offered, String expected) {
        assertEquals(
                expected,
                agreed(spoken, Requests.withLine("Sec-WebSocket-Protocol", "Sec-WebSocket-Protocol: " + offered)));
    }

    @Test
    void readsAllLinesAsOneList() {
        String request = Requests.withLine(
                "Sec-WebSocket-Protocol", "sec-websocket-protocol: a\r\nX: y\r\nSEC-WEBSOCKET-PROTOCOL: c, b");
        assertEquals("c", agreed("b, c", request));
    }

    @Test
    void agreesOnNoneWhereNoneIsOffered() {
        assertEquals("none", agreed("mqtt", Requests.withLine("Sec-WebSocket-Protocol", "")));
    }

    @Test
    void forgetsTheOffersOfTheRequestBefore() {
        HandshakeParser parser = new HandshakeParser(rules("chat"));
        parser.parse(Requests.received(Requests.bytes(Requests.GOOD)));
        byte[] next = Requests.bytes(Requests.withLine("Sec-WebSocket-Protocol", ""));
        assertEquals(
                Optional.empty(),
                assertInstanceOf(Accepted.class, Requests.parse(parser, next)).subprotocol());
    }

    @ParameterizedTest
    @CsvSource({"a b, a b", "'mqtt,', ''", "m\u00fctt, m\u00fctt", "a;b, a;b"})
    void takesOnlyTokens(String spoken, String bad) {
        assertRefused(
                "subprotocols=" + bad
                        + " is not a token; write letters, digits and any of !#$%&'*+-.^_`|~, as in mqtt,v12.stomp",
                spoken);
    }

    @Test
    void takesEachNameOnce() {
        assertRefused("subprotocols=mqtt is there twice; name it once", "mqtt,amqp,mqtt");
    }

    @Test
    void boundsTheLengthAndTheNumberOfTheNames() {
        assertRefused(
                "subprotocols=" + "p".repeat(65) + " is longer than 64 characters; choose a shorter name",
                "p".repeat(65));
        assertEquals(32, rules(names(32)).subprotocols().size());
        assertRefused("subprotocols=33 is more than 32; name fewer of them", names(33));
    }

    private static String names(int number) {
        return IntStream.range(0, number).mapToObj(i -> "p" + i).collect(Collectors.joining(","));
    }

    private static void assertRefused(String expected, String spoken) {
        assertEquals(
                expected,
                assertThrows(RefusedException.class, () -> rules(spoken)).getMessage());
    }

    private static String agreed(String spoken, String request) {
        Accepted accepted = assertInstanceOf(Accepted.class, Requests.parse(rules(spoken), request));
        return accepted.subprotocol().orElse("none");
    }

    private static HandshakeRules rules(String spoken) {
        return new HandshakeRules(
                Optional.empty(),
                HandshakeRules.DEFAULT.maxRequestLine(),
                HandshakeRules.DEFAULT.maxHeaders(),
                spoken.isEmpty() ? List.of() : List.of(spoken.split("\\s*,\\s*", -1)));
    }
}
