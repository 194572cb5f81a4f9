package dev.mooring.server.connection;

import dev.mooring.server.ConnectionTimes;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ids of the connections of this process, by descriptor: 8 bytes for each descriptor among 4,096 of which one was asked
 * for its id, nothing where nobody asks.
 *
 * <p>Thread-safe: a lock for each 4,096 descriptors, taken when an id is asked for, when a connection ends, and only if one was
 * asked for among them before. An id dies with its connection: the entry is cleared before the descriptor is closed, and no
 * nonce is drawn twice.
 */
final class ConnectionIds {

    private static final DescriptorParts<Part> PARTS = new DescriptorParts<>(Part::new);
    private static volatile boolean keepsTimes;

    private ConnectionIds() {}

    /** The id of a connection, drawn at the first call; one that finds nobody when it has ended without being asked. */
    static ConnectionId of(Connection connection) {
        int descriptor = connection.intValue();
        Part part = PARTS.of(descriptor);
        synchronized (part) {
            return new ConnectionId(
                    connection.loop.hostId(), descriptor, part.nonce(connection, DescriptorParts.place(descriptor)));
        }
    }

    /** The connection of that id, while it lives. */
    static Optional<Connection> find(ConnectionId id) {
        Part part = id.nonce() != 0 ? PARTS.existing(id.descriptor()) : null;
        if (part == null) {
            return Optional.empty();
        }
        int place = DescriptorParts.place(id.descriptor());
        synchronized (part) {
            return part.nonces[place] == id.nonce() ? Optional.ofNullable(part.owners[place]) : Optional.empty();
        }
    }

    /** Keeps when ids are drawn, from now on. */
    static void keepTimes() {
        keepsTimes = true;
    }

    /** When the connection came and was last active, if that was kept. */
    static Optional<ConnectionTimes> times(Connection connection) {
        return drawnAt(connection).map(drawn -> {
            Instant active = Instant.now().minus(connection.loop.quiet(connection));
            return new ConnectionTimes(drawn, active.isAfter(drawn) ? active : drawn);
        });
    }

    private static Optional<Instant> drawnAt(Connection connection) {
        int descriptor = connection.intValue();
        Part part = PARTS.existing(descriptor);
        if (part == null) {
            return Optional.empty();
        }
        synchronized (part) {
            return part.drawnAt(connection, DescriptorParts.place(descriptor));
        }
    }

    /** It has ended, and so has its id; the connection keeps it, for those who are told of the end. On its loop. */
    static void forget(Connection connection) {
        PARTS.forget(connection);
    }

    /** Made when the first id is asked for. */
    private static final class Drawing {
        private static final Nonces NONCES = new Nonces();
    }

    private static final class Part implements DescriptorParts.Part {
        private final int[] nonces = new int[DescriptorParts.SIZE];
        private final @Nullable Connection[] owners = new Connection[DescriptorParts.SIZE];
        /** In seconds since 1970, without a sign; 0 where it was not kept. */
        private int @Nullable [] drawn;

        private int nonce(Connection connection, int place) {
            if (connection.is(owners[place])) {
                return nonces[place];
            }
            if (connection.ended()) {
                return connection.lastNonce();
            }
            owners[place] = connection;
            nonces[place] = Drawing.NONCES.next();
            if (keepsTimes) {
                drawn = drawn == null ? new int[DescriptorParts.SIZE] : drawn;
                drawn[place] = (int) Instant.now().getEpochSecond();
            }
            return nonces[place];
        }

        private Optional<Instant> drawnAt(Connection connection, int place) {
            int seconds = drawn != null && connection.is(owners[place]) ? drawn[place] : 0;
            return seconds == 0
                    ? Optional.empty()
                    : Optional.of(Instant.ofEpochSecond(Integer.toUnsignedLong(seconds)));
        }

        @Override
        public void forget(Connection connection, int place) {
            if (connection.is(owners[place])) {
                connection.keepNonce(nonces[place]);
                owners[place] = null;
                if (drawn != null) {
                    drawn[place] = 0;
                }
                nonces[place] = 0;
            }
        }
    }
}
