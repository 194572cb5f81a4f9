package dev.mooring.server.connection;

import static java.util.Objects.requireNonNull;

import dev.mooring.server.Subscribed;
import dev.mooring.server.metrics.ServerCounters;
import dev.mooring.server.topic.DescriptorInts;
import dev.mooring.server.topic.TopicInterest;
import dev.mooring.server.topic.TopicKey;
import dev.mooring.server.topic.TopicLimits;
import dev.mooring.server.topic.TopicTable;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one loop hear. Confined to the loop.
 *
 * <p>The table knows descriptors; which connection has one, and where its run stands, is in two arrays of the process, 8 bytes
 * for each descriptor among 16,384 of which one has subscribed. A connection leaves both before its descriptor is closed.
 */
public final class LoopTopics {
    private static final DescriptorInts RUNS = new DescriptorInts();
    private static final DescriptorConnections MEMBERS = new DescriptorConnections();
    private static final SecureRandom SEEDS = new SecureRandom();

    private final TopicTable table;
    private final ServerCounters counters;
    private final @Nullable TopicInterest interest;

    LoopTopics(TopicLimits limits, ServerCounters counters, @Nullable TopicInterest interest) {
        this.counters = counters;
        this.interest = interest;
        table = new TopicTable(RUNS, limits, SEEDS.nextLong(), SEEDS.nextLong());
    }

    /** One that has ended hears nothing any more: its descriptor may be another's by now. */
    Subscribed subscribe(Connection connection, TopicKey key) {
        if (connection.ended()) {
            return Subscribed.CLOSED;
        }
        int topicsBefore = table.topics();
        Subscribed is = table.subscribe(connection.intValue(), key);
        if (is == Subscribed.NOW) {
            count(1, topicsBefore);
            MEMBERS.set(connection.intValue(), connection);
            if (interest != null && table.topics() > topicsBefore) {
                interest.gained(key);
            }
        }
        return is;
    }

    boolean unsubscribe(Connection connection, TopicKey key) {
        int topicsBefore = table.topics();
        boolean left = !connection.ended() && table.unsubscribe(connection.intValue(), key);
        if (left) {
            count(-1, topicsBefore);
            if (interest != null && table.topics() < topicsBefore) {
                interest.lost(key);
            }
        }
        return left;
    }

    List<TopicKey> of(Connection connection) {
        List<TopicKey> keys = new ArrayList<>();
        if (!connection.ended()) {
            table.forEachTopic(connection.intValue(), keys::add);
        }
        return keys;
    }

    /** It is ending. Its descriptor is let go of whatever the telling of it comes to. */
    void forget(Connection connection) {
        List<TopicKey> heard = interest == null ? List.of() : new ArrayList<>();
        try {
            if (interest != null) {
                table.forEachTopic(connection.intValue(), heard::add);
            }
        } finally {
            leave(connection);
        }
        for (TopicKey key : heard) {
            if (interest != null && table.members(key) == 0) {
                interest.lost(key);
            }
        }
    }

    private void leave(Connection connection) {
        int topicsBefore = table.topics();
        int left = table.leaveAll(connection.intValue());
        MEMBERS.set(connection.intValue(), null);
        if (left > 0) {
            count(-left, topicsBefore);
        }
    }

    private void count(int subscriptions, int topicsBefore) {
        counters.subscriptions.add(subscriptions);
        counters.topics.add(table.topics() - topicsBefore);
    }

    /** Calls with each topic of one of {@link TopicTable#PARTS} parts, in which it stays. */
    public void forEachOfPart(int part, Consumer<TopicKey> action) {
        table.forEachOfPart(part, action);
    }

    /** How many hear the topic. */
    public int count(TopicKey key) {
        return table.members(key);
    }

    /** Those who hear the topic at this moment. */
    public Connection[] members(TopicKey key) {
        Connection[] members = new Connection[table.members(key)];
        int[] next = {0};
        table.forEachMember(key, descriptor -> members[next[0]++] = requireNonNull(MEMBERS.get(descriptor)));
        return members;
    }

    /** Topics that somebody hears, users included. */
    public int topics() {
        return table.topics();
    }

    public long subscriptions() {
        return table.subscriptions();
    }
}
