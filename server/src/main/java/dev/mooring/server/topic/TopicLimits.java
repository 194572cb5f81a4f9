package dev.mooring.server.topic;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;

/**
 * How much clients may make the server keep by subscribing.
 *
 * @param topicsPerConnection a user counts as one
 * @param memory of one table, which is one event loop's
 */
public record TopicLimits(int topicsPerConnection, Bytes memory) {
    /** As Centrifugo has it. */
    public static final int DEFAULT_TOPICS = 128;

    public static final int MAX_TOPICS = 1024;

    public TopicLimits {
        if (topicsPerConnection < 1 || topicsPerConnection > MAX_TOPICS) {
            throw RefusedException.of(
                    "topic-limit",
                    topicsPerConnection,
                    "is outside",
                    "1-" + MAX_TOPICS,
                    "choose a number of topics a connection may have");
        }
    }
}
