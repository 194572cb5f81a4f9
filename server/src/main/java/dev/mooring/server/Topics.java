package dev.mooring.server;

import java.util.List;
import java.util.Optional;

/**
 * What one connection hears: topics, and what is sent to its user. Its methods are for the connection's own loop, as in the
 * calls of {@link WebSocketHandler} and {@link WebSocket#execute}; elsewhere they throw {@link IllegalStateException}.
 *
 * <p>All of it ends with the connection. Cost: some 60 bytes for a user and a topic, none where nobody subscribes; a
 * microsecond to subscribe, another to leave.
 */
public interface Topics {
    /**
     * Hears the topic from now on.
     *
     * @throws IllegalArgumentException for a name that is empty or has more than 255 bytes of UTF-8
     */
    Subscribed subscribe(String topic);

    /** Hears the topic no more; whether it did. */
    boolean unsubscribe(String topic);

    /** The topics it hears. */
    List<String> list();

    /**
     * Names the user that the connection belongs to; another one that was named before is forgotten. It counts as a topic.
     * The name must come from somebody who knows, a backend or a verified token, never from what the client may write.
     *
     * @throws IllegalArgumentException as {@link #subscribe}
     */
    Subscribed identify(String user);

    /** The user it belongs to, if anybody has named one. */
    Optional<String> user();
}
