package dev.mooring.server.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.server.topic.TopicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyEventTest {
    private static final String IDENTITY = ",\"connectionId\":\"AAAAAAAAAAEAAAI=\",\"connectedAt\":1700000000000,"
            + "\"requestId\":\"r-1\",\"extendedRequestId\":\"r-1\",\"requestTime\":\"19/Jan/2023:21:13:26 +0000\","
            + "\"requestTimeEpoch\":1674162806000,\"stage\":\"mooring\",\"domainName\":\"ws.example.com\","
            + "\"apiId\":\"mooring\",\"identity\":{\"sourceIp\":\"192.0.2.1\"";

    @Test
    void aConnectTellsHeadersAndQuery() {
        assertEquals(
                "{\"headers\":{\"Host\":\"ws.example.com\",\"X\":\"2\"},"
                        + "\"multiValueHeaders\":{\"Host\":[\"ws.example.com\"],\"X\":[\"1\",\"2\"]},"
                        + "\"queryStringParameters\":{\"token\":\"a b\"},"
                        + "\"multiValueQueryStringParameters\":{\"token\":[\"a b\"]},"
                        + "\"requestContext\":{\"routeKey\":\"$connect\",\"eventType\":\"CONNECT\",\"messageDirection\":\"IN\""
                        + IDENTITY + ",\"userAgent\":\"curl/8\"}},\"isBase64Encoded\":false}",
                ProxyEvent.connect(
                        context("curl/8"),
                        new TreeMap<>(Map.of("Host", List.of("ws.example.com"), "X", List.of("1", "2"))),
                        Map.of("token", List.of("a b"))));
    }

    @Test
    void aMessageTellsItsRouteAndBody() {
        assertEquals(
                "{\"requestContext\":{\"routeKey\":\"join\",\"eventType\":\"MESSAGE\",\"messageDirection\":\"IN\","
                        + "\"messageId\":\"r-1\"" + IDENTITY
                        + "}},\"body\":\"{\\\"a\\\":1}\",\"isBase64Encoded\":false}",
                ProxyEvent.message(context(""), "join", "{\"a\":1}", false));
    }

    @Test
    void aDisconnectTellsWhoHasGone() {
        assertEquals(
                "{\"requestContext\":{\"routeKey\":\"$disconnect\",\"eventType\":\"DISCONNECT\",\"messageDirection\":\"IN\""
                        + IDENTITY + "}},\"isBase64Encoded\":false}",
                ProxyEvent.disconnect(context("")));
    }

    @Test
    void anAnswerGrantsUserAndTopics() {
        assertEquals(
                Optional.of(new Grant(
                        Optional.of(TopicKey.user("ann")),
                        List.of(TopicKey.topic("news"), TopicKey.topic("a.b")),
                        Optional.of(Instant.ofEpochSecond(4_000_000_000L)))),
                Grant.read(
                        "{\"statusCode\":200,\"x\":{\"user\":\"eve\"},\"user\":\"ann\",\"topics\":[\"news\",\"a.b\"],"
                                + "\"exp\":4000000000}"));
        assertEquals(Optional.of(Grant.NOTHING), Grant.read("{\"user\":null,\"topics\":null}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "OK", "[\"user\"]", "{}", "Connected.", "\"user\""})
    void anAnswerThatNamesNobodyGrantsNothing(String body) {
        assertEquals(Optional.of(Grant.NOTHING), Grant.read(body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"user\":7}",
                "{\"user\":\"\"}",
                "{\"topics\":\"news\"}",
                "{\"topics\":[7]}",
                "{\"topics\":[\"\"]}",
                "{\"user\":\"ann\"",
                "{"
            })
    void anAnswerThatCannotBeUnderstoodIsNone(String body) {
        assertEquals(Optional.empty(), Grant.read(body));
    }

    private static ProxyEvent.Context context(String userAgent) {
        return new ProxyEvent.Context(
                new Caller("AAAAAAAAAAEAAAI=", Instant.ofEpochSecond(1_700_000_000), "192.0.2.1", userAgent),
                "ws.example.com",
                "r-1",
                Instant.parse("2023-01-19T21:13:26Z"));
    }
}
