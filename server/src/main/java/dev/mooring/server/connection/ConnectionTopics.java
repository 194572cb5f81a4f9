package dev.mooring.server.connection;

import dev.mooring.server.Subscribed;
import dev.mooring.server.Topics;
import dev.mooring.server.topic.TopicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One connection's part of its loop's topics. */
record ConnectionTopics(Connection connection) implements Topics {
    @Override
    public Subscribed subscribe(String topic) {
        return here().subscribe(connection, TopicKey.topic(topic));
    }

    @Override
    public boolean unsubscribe(String topic) {
        return hasAny() && here().unsubscribe(connection, TopicKey.topic(topic));
    }

    @Override
    public List<String> list() {
        List<String> names = new ArrayList<>();
        for (TopicKey key : keys()) {
            if (!key.isUser()) {
                names.add(key.name());
            }
        }
        return List.copyOf(names);
    }

    /** The user of before stays until the other is named, or if there is no memory for that. */
    @Override
    public Subscribed identify(String user) {
        TopicKey named = TopicKey.user(user);
        Optional<TopicKey> before = keys().stream()
                .filter(key -> key.isUser() && !key.equals(named))
                .findFirst();
        Subscribed is = here().subscribe(connection, named);
        if (is == Subscribed.TOO_MANY && before.isPresent()) {
            // Its place is the one that the other gets.
            here().unsubscribe(connection, before.get());
            is = here().subscribe(connection, named);
            if (!is.heard()) {
                here().subscribe(connection, before.get());
            }
        } else if (is.heard() && before.isPresent()) {
            here().unsubscribe(connection, before.get());
        }
        return is;
    }

    @Override
    public Optional<String> user() {
        return keys().stream().filter(TopicKey::isUser).map(TopicKey::name).findFirst();
    }

    private List<TopicKey> keys() {
        return hasAny() ? here().of(connection) : List.of();
    }

    private boolean hasAny() {
        requireLoop(connection);
        return connection.loop.hasTopics();
    }

    private LoopTopics here() {
        requireLoop(connection);
        return connection.loop.topics();
    }

    static void requireLoop(Connection connection) {
        if (!connection.loop.eventLoop.inEventLoop()) {
            throw new IllegalStateException(
                    "topics, detach or expireAt were called on another thread than the connection's loop; use execute");
        }
    }
}
