package dev.mooring.server.centrifugo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.Subscribed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {
    private static final String CONNECT = "{\"connect\":{\"name\":\"js\"},\"id\":1}";
    private static final String CONNECTED =
            "{\"id\":1,\"connect\":{\"client\":\"c1\",\"version\":\"mooring\",\"ping\":0,\"pong\":false}}";

    private final Session session = new Session();
    private final Topics topics = new Topics();

    @Test
    void answersAConnectAndItsSubscriptionsOfOneFrameInTheirOrder() {
        assertEquals(
                List.of(CONNECTED, "{\"id\":2,\"subscribe\":{}}", "{\"id\":3,\"subscribe\":{}}"),
                received(CONNECT + "\n{\"subscribe\":{\"channel\":\"news.a\",\"flag\":1},\"id\":2}\n"
                        + "{\"subscribe\":{\"channel\":\"news.b\",\"flag\":1},\"id\":3}"));
        assertEquals(Set.of("news.a", "news.b"), topics.held);
        assertTrue(session.isConnected());
    }

    @Test
    void namesTheTopicsThatTheClientHasAlready() {
        topics.given = List.of("a", "b\"");
        assertEquals(
                List.of(CONNECTED.substring(0, CONNECTED.length() - 2) + ",\"subs\":{\"a\":{},\"b\\\"\":{}}}}"),
                received(CONNECT));
    }

    @Test
    void asksAClientToComeBackThatCannotHearWhatItWasGranted() {
        topics.room = false;
        String refused = "{\"id\":1,\"error\":{\"code\":100,\"message\":\"internal server error\",\"temporary\":true}}";
        assertEquals(List.of(refused), received(CONNECT + "\n{\"subscribe\":{\"channel\":\"news.a\"},\"id\":2}"));
        assertFalse(session.isConnected());
        assertEquals(Set.of(), topics.held);
    }

    @Test
    void refusesASubscriptionToWhatIsNotOpenOrTooMuchWithTheProtocolsErrors() {
        received(CONNECT);
        assertEquals(
                List.of("{\"id\":2,\"error\":{\"code\":103,\"message\":\"permission denied\"}}"), subscribe("private"));
        assertEquals(List.of("{\"id\":2,\"error\":{\"code\":107,\"message\":\"bad request\"}}"), subscribe(""));
        assertEquals(
                List.of("{\"id\":2,\"error\":{\"code\":107,\"message\":\"bad request\"}}"),
                subscribe("news." + "x".repeat(251)));
        topics.answer = Subscribed.ALREADY;
        assertEquals(
                List.of("{\"id\":2,\"error\":{\"code\":105,\"message\":\"already subscribed\"}}"), subscribe("news.a"));
        topics.answer = Subscribed.TOO_MANY;
        assertEquals(
                List.of("{\"id\":2,\"error\":{\"code\":106,\"message\":\"limit exceeded\"}}"), subscribe("news.a"));
        topics.answer = Subscribed.NO_MEMORY;
        assertEquals(
                List.of("{\"id\":2,\"error\":{\"code\":100,\"message\":\"internal server error\",\"temporary\":true}}"),
                subscribe("news.a"));
    }

    @Test
    void answersAnUnsubscribeWhetherThereWasASubscriptionOrNot() {
        received(CONNECT);
        subscribe("news.a");
        assertEquals(
                List.of("{\"id\":3,\"unsubscribe\":{}}"),
                received("{\"unsubscribe\":{\"channel\":\"news.a\"},\"id\":3}"));
        assertEquals(
                List.of("{\"id\":4,\"unsubscribe\":{}}"),
                received("{\"unsubscribe\":{\"channel\":\"news.a\"},\"id\":4}"));
        assertEquals(Set.of(), topics.held);
    }

    @Test
    void publishesTheDataAsItWasSentWhereClientsMay() {
        received(CONNECT);
        String data = "{\"n\": 1.0e400, \"t\":\"é\\u00e9\"}";
        assertEquals(
                List.of("{\"id\":5,\"publish\":{}}"),
                received("{\"publish\":{\"channel\":\"chat.1\",\"data\":" + data + "},\"id\":5}"));
        assertEquals(List.of("chat.1 " + data), topics.published);
        assertEquals(
                List.of("{\"id\":6,\"error\":{\"code\":103,\"message\":\"permission denied\"}}"),
                received("{\"publish\":{\"channel\":\"news.a\",\"data\":1},\"id\":6}"));
        topics.full = true;
        assertEquals(
                List.of("{\"id\":7,\"error\":{\"code\":111,\"message\":\"too many requests\",\"temporary\":true}}"),
                received("{\"publish\":{\"data\":\"x\",\"channel\":\"chat.1\"},\"id\":7}"));
    }

    @Test
    void handsASendToTheBackendAndAnswersNothing() {
        received(CONNECT);
        assertEquals(List.of(), received("{\"send\":{\"data\":[1,  2]}}"));
        assertEquals(List.of("[1,  2]"), topics.messages);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rpc", "history", "presence", "presence_stats", "refresh", "sub_refresh"})
    void answersWhatIsNotOfferedWithTheProtocolsError(String method) {
        received(CONNECT);
        assertEquals(
                List.of("{\"id\":9,\"error\":{\"code\":108,\"message\":\"not available\"}}"),
                received("{\"" + method + "\":{\"channel\":\"news.a\",\"method\":\"m\"},\"id\":9}"));
    }

    @Test
    void answersACommandItDoesNotKnow() {
        received(CONNECT);
        assertEquals(
                List.of("{\"id\":9,\"error\":{\"code\":107,\"message\":\"bad request\"}}"),
                received("{\"dance\":{},\"id\":9}"));
        assertEquals(List.of(), received("{}"));
        assertEquals(List.of("{\"id\":9,\"ping\":{}}"), received("{\"ping\":{},\"id\":9}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "hello",
                "{\"connect\":{},\"id\":1",
                "{\"connect\":{}}",
                "{\"connect\":{},\"id\":-1}",
                "{\"subscribe\":{\"channel\":\"news.a\"},\"id\":1}",
                "{\"connect\":{},\"id\":1}\n{\"connect\":{},\"id\":2}",
                "{\"connect\":{},\"id\":99999999999999999999}",
                "{}"
            })
    void closesWhatBreaksTheProtocol(String frame) {
        assertEquals(Optional.empty(), session.received(frame, topics));
    }

    @Test
    void closesAFrameOfMoreCommandsThanAnyClientSends() {
        received(CONNECT);
        assertEquals(1024, received("{\"ping\":{},\"id\":1}".repeat(1024)).size());
        assertEquals(Optional.empty(), session.received("{\"ping\":{},\"id\":1}".repeat(1025), topics));
    }

    @Test
    void closesJsonThatIsNestedWithoutEnd() {
        received(CONNECT);
        String deep = "[".repeat(20_000);
        assertEquals(Optional.empty(), session.received("{\"send\":{\"data\":" + deep, topics));
    }

    @Test
    void answersOrClosesWhateverIsSent() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        String alphabet = "{}[]\":,\\\n 0123456789.-eutrflsan" + "connectsubscribechanneldataid";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text =
                    new StringBuilder(random.nextBoolean() ? "{\"publish\":{\"channel\":\"chat.1\",\"data\":" : "");
            int length = random.nextInt(60);
            for (int i = 0; i < length; i++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Optional<List<String>> answer = new Session().received(CONNECT + text, topics);
            assertTrue(answer.isEmpty() || answer.get().size() >= 1, "seed " + seed + ": " + text);
        }
        topics.published.forEach(each ->
                assertFalse(ReplyText.json(each.substring("chat.1 ".length())).contains("\n")));
    }

    @Test
    void sendsAnythingAsOneLineOfJson() {
        assertEquals(
                "{\"push\":{\"channel\":\"a\",\"pub\":{\"data\":{\"x\": 1 }}}}",
                ReplyText.publication("a", "{\"x\":\n1\r}"));
        assertEquals(
                "{\"push\":{\"channel\":\"a\",\"pub\":{\"data\":\"hello\\n\"}}}",
                ReplyText.publication("a", "hello\n"));
        assertEquals("{\"push\":{\"message\":{\"data\":\"1 2\"}}}", ReplyText.message("1 2"));
        assertEquals("{\"push\":{\"message\":{\"data\":\"\"}}}", ReplyText.message(""));
        assertEquals("{\"push\":{\"channel\":\"a\",\"subscribe\":{}}}", ReplyText.subscribed("a"));
        assertEquals(
                "{\"push\":{\"channel\":\"a\",\"unsubscribe\":{\"code\":2000,\"reason\":\"server unsubscribe\"}}}",
                ReplyText.unsubscribed("a"));
    }

    private List<String> subscribe(String channel) {
        return received("{\"subscribe\":{\"channel\":\"" + channel + "\"},\"id\":2}");
    }

    private List<String> received(String frame) {
        return session.received(frame, topics).orElseThrow();
    }

    private static final class Topics implements Channels {
        private final Set<String> held = new HashSet<>();
        private final List<String> published = new ArrayList<>();
        private final List<String> messages = new ArrayList<>();
        private List<String> given = List.of();
        private Subscribed answer = Subscribed.NOW;
        private boolean full;
        private boolean room = true;

        @Override
        public String client() {
            return "c1";
        }

        @Override
        public boolean arrive() {
            return room;
        }

        @Override
        public List<String> topics() {
            return given;
        }

        @Override
        public boolean isOpen(String channel) {
            return channel.startsWith("news.");
        }

        @Override
        public boolean isWritable(String channel) {
            return channel.startsWith("chat.");
        }

        @Override
        public Subscribed subscribe(String channel) {
            held.add(channel);
            return answer;
        }

        @Override
        public boolean unsubscribe(String channel) {
            return held.remove(channel);
        }

        @Override
        public boolean publish(String channel, String data) {
            published.add(channel + " " + data);
            return !full;
        }

        @Override
        public boolean message(String data) {
            messages.add(data);
            return !full;
        }
    }
}
