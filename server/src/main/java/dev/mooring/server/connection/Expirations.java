package dev.mooring.server.connection;

import dev.mooring.server.CloseCode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When connections of one loop have to end, in two arrays of the process by descriptor: 8 bytes for each descriptor among 4,096
 * of which one was given an end, nothing where none was.
 *
 * <p>Each entry belongs to the loop of its connection, which writes it, closes what is due, and clears it before the descriptor is
 * closed; a lock for each 4,096 descriptors is between it and the other loops. They are looked at once a second: a millisecond for
 * two million. Of those whose time comes in the same second a tick closes no more than it pings, and the next one goes on.
 */
final class Expirations {
    /** As many as the most pings of one tick, so that no ping is late. */
    static final int MAX_IN_TICK = 256;

    private static final int NEVER = 0;

    private static final DescriptorParts<Part> PARTS = new DescriptorParts<>(Part::new);

    private final ConnectionLoop loop;
    private final InstantSource clock;
    /** The last second of which all are closed. */
    private long done = Long.MIN_VALUE;

    Expirations(ConnectionLoop loop, InstantSource clock) {
        this.loop = loop;
        this.clock = clock;
    }

    /** Gives a connection its end, instead of the one it had. On its loop. */
    static void set(Connection connection, Instant end) {
        int descriptor = connection.intValue();
        Part part = PARTS.of(descriptor);
        synchronized (part) {
            part.set(connection, DescriptorParts.place(descriptor), second(end));
        }
    }

    /** Gives a connection its end, unless it has an earlier one. On its loop. */
    static void setLatest(Connection connection, Instant end) {
        int descriptor = connection.intValue();
        Part part = PARTS.of(descriptor);
        synchronized (part) {
            if (part.endOf(connection, DescriptorParts.place(descriptor)) > Integer.toUnsignedLong(second(end))) {
                part.set(connection, DescriptorParts.place(descriptor), second(end));
            }
        }
    }

    private static int second(Instant end) {
        return (int) Math.clamp(end.getEpochSecond(), 1, 0xFFFF_FFFFL);
    }

    /** It has ended. On its loop. */
    static void forget(Connection connection) {
        PARTS.forget(connection);
    }

    /** Closes those whose time has come. On the loop, with each tick. */
    void look() {
        if (PARTS.count() == 0) {
            return;
        }
        long now = clock.instant().getEpochSecond();
        // Not for an earlier second either: a clock that is set back is not to keep everybody until it has caught up.
        if (now == done) {
            return;
        }
        List<Connection> due = due(now, MAX_IN_TICK);
        if (due.size() < MAX_IN_TICK) {
            done = now;
        }
        for (Connection connection : due) {
            try {
                connection.closeHere(CloseCode.EXPIRED, "expired");
            } catch (Throwable broken) {
                connection.broken(broken);
            }
        }
    }

    /** Those of this loop whose time has come, without their end. */
    List<Connection> due(long now, int most) {
        List<Connection> due = new ArrayList<>();
        for (int index = 0; index < PARTS.count(); index++) {
            Part part = PARTS.at(index);
            if (part != null && due.size() < most) {
                synchronized (part) {
                    part.take(loop, now, most, due);
                }
            }
        }
        return due;
    }

    private static final class Part implements DescriptorParts.Part {
        /** In seconds since 1970, without a sign. */
        private final int[] ends = new int[DescriptorParts.SIZE];

        private final @Nullable Connection[] owners = new Connection[DescriptorParts.SIZE];
        /** No end is before it. */
        private long earliest = Long.MAX_VALUE;

        private long endOf(Connection connection, int place) {
            return connection.is(owners[place]) ? Integer.toUnsignedLong(ends[place]) : Long.MAX_VALUE;
        }

        private void set(Connection connection, int place, int end) {
            owners[place] = connection;
            ends[place] = end;
            earliest = Math.min(earliest, Integer.toUnsignedLong(end));
        }

        @Override
        public void forget(Connection connection, int place) {
            if (connection.is(owners[place])) {
                owners[place] = null;
                ends[place] = NEVER;
            }
        }

        @SuppressWarnings("ReferenceEquality") // there is one object for each loop
        private void take(ConnectionLoop loop, long now, int most, List<Connection> due) {
            if (earliest > now) {
                return;
            }
            long left = Long.MAX_VALUE;
            for (int place = 0; place < ends.length; place++) {
                Connection owner = owners[place];
                if (owner == null) {
                    continue;
                }
                long end = Integer.toUnsignedLong(ends[place]);
                if (end <= now && owner.loop == loop && due.size() < most) {
                    due.add(owner);
                    owners[place] = null;
                    ends[place] = NEVER;
                } else {
                    left = Math.min(left, end);
                }
            }
            earliest = left;
        }
    }
}
