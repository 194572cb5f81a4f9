package dev.mooring.server.centrifugo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mooring.server.Subscribed;
import dev.mooring.server.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever a client sends, each command that wants an answer gets one, under its id, or the connection is closed. */
class SessionFuzzTest {
    private static final String[] METHODS = {
        "subscribe",
        "unsubscribe",
        "publish",
        "rpc",
        "history",
        "presence",
        "presence_stats",
        "refresh",
        "sub_refresh",
        "ping",
        "dance"
    };
    private static final String[] DATA = {
        "1", "\"a\"", "null", "{\"a\":[{}]}", "[1,  2]", "1e400", "\"\\ud800\\u0000\"", "true"
    };
    private static final String[] CHANNELS = {"news.a", "chat.1", "", "x".repeat(300), "é", "\\u0000", "news.\\ud800"};

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void answersEachCommandOfAWellFormedFrameOnceUnderItsId() {
        for (int round = 0; round < 5_000; round++) {
            List<String> lines = new ArrayList<>(List.of("{\"connect\":{},\"id\":1}"));
            List<Long> ids = new ArrayList<>(List.of(1L));
            for (int i = random.nextInt(8); i > 0; i--) {
                long id = random.nextInt(4) == 0 ? 0 : 2 + random.nextInt(1_000_000);
                lines.add(command(id));
                if (id > 0) {
                    ids.add(id);
                }
            }
            String frame = String.join(random.nextBoolean() ? "\n" : "", lines);
            String what = "seed " + seed + ": " + frame;
            List<String> replies =
                    new Session().received(frame, new AnyChannels(random)).orElseThrow(() -> new AssertionError(what));
            assertEquals(ids, replies.stream().map(SessionFuzzTest::id).toList(), what);
        }
    }

    @Test
    void answersOrClosesWhatIsDamaged() {
        for (int round = 0; round < 20_000; round++) {
            StringBuilder frame = new StringBuilder("{\"connect\":{},\"id\":1}" + command(2) + command(3));
            for (int damage = 1 + random.nextInt(3); damage > 0; damage--) {
                int at = random.nextInt(frame.length());
                switch (random.nextInt(3)) {
                    case 0 -> frame.deleteCharAt(at);
                    case 1 -> frame.insert(at, "{}[]\",:\\0-e\n\u0000".charAt(random.nextInt(13)));
                    default -> frame.setLength(Math.max(2, at));
                }
            }
            String what = "seed " + seed + ": " + frame;
            Optional<List<String>> replies = new Session().received(frame.toString(), new AnyChannels(random));
            replies.ifPresent(lines -> lines.forEach(line -> assertTrue(id(line) > 0, what)));
            assertTrue(String.join("", replies.orElse(List.of())).length() < 1_000, what);
        }
    }

    private String command(long id) {
        if (id == 0) {
            return random.nextBoolean() ? "{}" : "{\"send\":{\"data\":" + one(DATA) + "}}";
        }
        String parameters = "{\"channel\":\"" + one(CHANNELS) + "\",\"data\":" + one(DATA) + "}";
        return random.nextBoolean()
                ? "{\"id\":" + id + ",\"" + one(METHODS) + "\":" + parameters + "}"
                : "{\"" + one(METHODS) + "\":" + parameters + ",\"id\":" + id + "}";
    }

    private String one(String[] of) {
        return of[random.nextInt(of.length)];
    }

    /** The id of a reply, which is one object on one line. */
    private static long id(String reply) {
        assertTrue(reply.indexOf('\n') < 0, reply);
        long id = -1;
        try (JsonParser json = Json.parser(reply)) {
            assertEquals(JsonToken.START_OBJECT, json.nextToken(), reply);
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals("id")) {
                    id = json.getLongValue();
                }
                json.skipChildren();
            }
            assertEquals(null, json.nextToken(), reply);
        } catch (IOException malformed) {
            throw new AssertionError(reply, malformed);
        }
        return id;
    }

    /** Says yes and no as it comes. */
    private record AnyChannels(Random random, Set<String> held) implements Channels {
        AnyChannels(Random random) {
            this(random, new HashSet<>());
        }

        @Override
        public String client() {
            return "c";
        }

        @Override
        public boolean arrive() {
            return true;
        }

        @Override
        public List<String> topics() {
            return List.of("a\"\n");
        }

        @Override
        public boolean isOpen(String channel) {
            return random.nextBoolean();
        }

        @Override
        public boolean isWritable(String channel) {
            return random.nextBoolean();
        }

        @Override
        public Subscribed subscribe(String channel) {
            List<Subscribed> answers = List.of(Subscribed.values());
            return answers.get(random.nextInt(answers.size()));
        }

        @Override
        public boolean unsubscribe(String channel) {
            return held.remove(channel);
        }

        @Override
        public boolean publish(String channel, String data) {
            return random.nextBoolean();
        }

        @Override
        public boolean message(String data) {
            return random.nextBoolean();
        }
    }
}
