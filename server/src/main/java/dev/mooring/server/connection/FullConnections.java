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
        if (connection.full() && takesMore(connection)) {
            connection.full(false);
            if (awaited.remove(connection)) {
                connection.tellWritable();
            }
        }
    }

    /** Looks at all of them: the memory that was missing may be there by now. */
    void look() {
        if (!awaited.isEmpty() && queues.isFree()) {
            for (Connection connection : awaited.toArray(Connection[]::new)) {
                drained(connection);
            }
        }
    }

    void forget(Connection connection) {
        if (connection.full()) {
            awaited.remove(connection);
        }
    }

    private boolean takesMore(Connection connection) {
        return connection.open() && connection.waitingBytes() <= enough && queues.isFree();
    }
}
