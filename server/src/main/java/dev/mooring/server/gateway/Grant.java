package dev.mooring.server.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mooring.server.json.Json;
import dev.mooring.server.topic.TopicKey;
import dev.mooring.server.topic.TopicLimits;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a backend's answer grants the connection: {@code {"user":"ann","topics":["news"],"exp":1900000000}}; other members are ignored.
 *
 * @param user whom it belongs to, if the answer says so
 * @param topics that it hears
 * @param until when it ends
 */
public record Grant(Optional<TopicKey> user, List<TopicKey> topics, Optional<Instant> until) {
    private static final long MAX_TIME = 0xFFFF_FFFFL;

    /** For an answer that grants nothing. */
    public static final Grant NOTHING = new Grant(Optional.empty(), List.of(), Optional.empty());

    public Grant {
        topics = List.copyOf(topics);
    }

    /**
     * Reads the body of an answer.
     *
     * @return empty when it is an object with an invalid user or topic, or with more topics than a connection may have; a body
     *     that is no object grants nothing
     */
    public static Optional<Grant> read(String body) {
        try (JsonParser json = Json.parser(body)) {
            return Optional.of(json.nextToken() == JsonToken.START_OBJECT ? object(json) : NOTHING);
        } catch (IllegalArgumentException unfit) {
            return Optional.empty();
        } catch (IOException other) {
            return body.stripLeading().startsWith("{") ? Optional.empty() : Optional.of(NOTHING);
        }
    }

    private static Grant object(JsonParser json) throws IOException {
        Optional<TopicKey> user = Optional.empty();
        List<TopicKey> topics = new ArrayList<>();
        Optional<Instant> until = Optional.empty();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("user") && value != JsonToken.VALUE_NULL) {
                user = Optional.of(TopicKey.user(text(json)));
            } else if (name.equals("topics") && value == JsonToken.START_ARRAY) {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    if (topics.size() == TopicLimits.DEFAULT_TOPICS) {
                        throw new IllegalArgumentException("topics are more than a connection may have");
                    }
                    topics.add(TopicKey.topic(text(json)));
                }
            } else if (name.equals("topics") && value != JsonToken.VALUE_NULL) {
                throw new IllegalArgumentException("topics is not a list");
            } else if (name.equals("exp") && value != JsonToken.VALUE_NULL) {
                until = Optional.of(time(json));
            } else {
                json.skipChildren();
            }
        }
        return new Grant(user, topics, until);
    }

    /** Seconds since 1970, before 2106: a time in milliseconds is a mistake that would never end. */
    private static Instant time(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
                || json.getLongValue() < 0
                || json.getLongValue() > MAX_TIME) {
            throw new IllegalArgumentException("exp is no time in seconds");
        }
        return Instant.ofEpochSecond(json.getLongValue());
    }

    private static String text(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new IllegalArgumentException("a name is not a string");
        }
        return TopicKey.requireText(json.getText());
    }
}
