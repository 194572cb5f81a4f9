package dev.mooring.server.connection;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * The connections of a loop that answered FULL, until their application has heard that they take more: when half of what may
 * wait for a peer is free again, and memory for it.
 *
 * <p>Confined to the loop. Costs nothing for the others.
 */
final class FullConnections {
    private final Set<Connection> awaited = Collections.newSetFromMap(new IdentityHashMap<>());
    /** Those among them that lack nothing but memory; the drain of the others' queues is heard of without looking. */
    private final Set<Connection> starved = Collections.newSetFromMap(new IdentityHashMap<>());

    private final long enough;
    private final OutboundQueues queues;

    FullConnections(long outboundLimit, OutboundQueues queues) {
        this.enough = outboundLimit / 2;
        this.queues = queues;
    }

    /** It answered FULL, on whatever thread. */
    void answered(Connection connection) {
        if (connection.open()) {
            connection.full(true);
            awaited.add(connection);
            if (hasDrained(connection)) {
                starved.add(connection);
            }
        }
    }

    /** It has taken what was promised to others, perhaps more than its limit. */
    void filled(Connection connection) {
        if (connection.overLimit()) {
            connection.full(true);
        }
    }

    /** Its peer has taken something. */
    void drained(Connection connection) {
        if (!connection.full() || !connection.open() || !hasDrained(connection)) {
            return;
        }
        if (!queues.isFree()) {
            starved.add(connection);
            return;
        }
        connection.full(false);
        starved.remove(connection);
        if (awaited.remove(connection)) {
            connection.tellWritable();
        }
    }

    /** Looks whether the memory is there that was missing. */
    void look() {
        if (!starved.isEmpty() && queues.isFree()) {
            Connection[] all = starved.toArray(Connection[]::new);
            starved.clear();
            for (Connection connection : all) {
                drained(connection);
            }
        }
    }

    void forget(Connection connection) {
        if (connection.full()) {
            awaited.remove(connection);
            starved.remove(connection);
        }
    }

    private boolean hasDrained(Connection connection) {
        return connection.waitingBytes() <= enough;
    }
}
