package dev.mooring.server.messaging;

import dev.mooring.server.topic.TopicKey;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The beginnings of topic names that are open to clients. None is open by default. */
public record Prefixes(List<String> prefixes) {
    /** Nothing is open. */
    public static final Prefixes NONE = new Prefixes(List.of());

    /**
     * These, each of which opens every name that begins so.
     *
     * @throws IllegalArgumentException for one that is blank, which would open every topic, or longer than any topic
     */
    public Prefixes {
        prefixes = List.copyOf(prefixes);
        for (String prefix : prefixes) {
            if (prefix.isBlank()) {
                throw new IllegalArgumentException(
                        "prefix=" + prefix + " is blank, which would open every topic; name a beginning");
            }
            if (prefix.getBytes(StandardCharsets.UTF_8).length > TopicKey.MAX_BYTES) {
                throw new IllegalArgumentException("prefix=" + prefix + " is longer than " + TopicKey.MAX_BYTES
                        + " bytes, which no topic is; shorten it");
            }
        }
    }

    /** Whether the topic is one of those. */
    public boolean open(String topic) {
        return prefixes.stream().anyMatch(topic::startsWith);
    }
}
