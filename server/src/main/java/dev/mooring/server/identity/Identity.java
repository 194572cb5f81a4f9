package dev.mooring.server.identity;

import dev.mooring.server.topic.TopicKey;
import dev.mooring.server.topic.TopicLimits;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who a client is.
 *
 * @param user whom it belongs to, if that is known
 * @param topics that it is subscribed to
 * @param until when this expires and the connection is closed; whole seconds, before 2106
 * @param subprotocol to be spoken with it, if whoever knows it says so
 */
public record Identity(
        Optional<TopicKey> user, List<TopicKey> topics, Optional<Instant> until, Optional<String> subprotocol) {
    /** The last second that 32 bits can say. */
    public static final Instant LAST = Instant.ofEpochSecond(0xFFFF_FFFFL);

    /**
     * An identity.
     *
     * @throws IllegalArgumentException for more topics than a connection may have, or a time out of range
     */
    public Identity {
        topics = topics.stream().distinct().toList();
        if (topics.size() + (user.isPresent() ? 1 : 0) > TopicLimits.DEFAULT_TOPICS) {
            throw new IllegalArgumentException("topics are more than a connection may have");
        }
        if (until.isPresent() && until.get().isAfter(LAST)) {
            throw new IllegalArgumentException("the end is beyond 2106; give it in seconds");
        }
    }
}
