package dev.mooring.server.fanout;

import dev.mooring.capacity.MeasuredCosts;
import dev.mooring.server.connection.Connection;
import dev.mooring.server.connection.ConnectionLoop;
import dev.mooring.server.connection.Delivery;
import dev.mooring.server.connection.SharedFrame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Those of a loop that do not take what is published to them, and what they have still to get. Confined to the loop.
 *
 * <p>Who has left more than the outbound limit unread, or for whom there is no memory, waits here with references to shared
 * frames while all others go on. After the time that a slow reader has for the first of them, or with more than {@value
 * #MAX_FRAMES} of them or eight times the outbound limit, it is closed with 1008: nobody misses a message unnoticed.
 *
 * <p>Each is looked at every 10 ms, so many in a turn of the loop. What waits is charged to the memory for queues.
 */
final class Backlogs {
    static final int MAX_FRAMES = 1024;
    /** What one may have to wait for, in outbound limits. */
    private static final int MAX_LIMITS = 8;
    /** Backlogs looked at and frames offered in one turn of the loop, of some 5 us each. */
    private static final int SLICE = 500;

    private static final Duration RETRY = Duration.ofMillis(10);

    private final ConnectionLoop loop;
    private final Delivery delivery;
    private final IdentityHashMap<Connection, Backlog> byConnection = new IdentityHashMap<>();
    /** All of them; the first is looked at next. */
    private final Deque<Backlog> turns = new ArrayDeque<>();

    private final Runnable retry = this::retry;
    private boolean retrying;
    /** How many are still to be looked at in this round. */
    private int left;

    Backlogs(ConnectionLoop loop, Delivery delivery) {
        this.loop = loop;
        this.delivery = delivery;
    }

    /** Whether what is published to the connection has to wait for what came before. */
    boolean has(Connection connection) {
        return !byConnection.isEmpty() && byConnection.containsKey(connection);
    }

    /** Lets frames wait for an open connection, behind those that wait. Each is settled once, here or when it is sent. */
    void add(Connection connection, SharedFrame[] frames, int from, int to) {
        Backlog backlog = byConnection.get(connection);
        if (backlog == null) {
            backlog = new Backlog(connection);
            turns.add(backlog);
            byConnection.put(connection, backlog);
            backlog.charge(Backlog.FIXED);
        }
        for (int i = from; i < to; i++) {
            backlog.add(frames[i]);
        }
        if (backlog.frames.size() > MAX_FRAMES || backlog.bytes > MAX_LIMITS * loop.outboundLimit()) {
            backlog.giveUp();
            connection.closeAsSlow();
        }
        if (!retrying) {
            retrying = true;
            loop.later(retry, RETRY);
        }
    }

    /** The loop has ended. */
    void abandon() {
        for (Backlog each = turns.poll(); each != null; each = turns.poll()) {
            each.giveUp();
        }
    }

    private void retry() {
        if (left == 0) {
            left = turns.size();
        }
        int budget = SLICE;
        while (left > 0 && budget > 0) {
            left--;
            Backlog backlog = turns.removeFirst();
            // What is given up is taken out when its turn comes, and so is one to which nothing could be added.
            if (backlog.frames.isEmpty()) {
                backlog.giveUp();
            } else {
                turns.addLast(backlog);
                budget -= 1 + served(backlog, budget);
            }
        }
        retrying = !turns.isEmpty();
        if (retrying) {
            loop.later(retry, left > 0 ? Duration.ZERO : RETRY);
        }
    }

    /** Serves one as far as it takes it; how many frames were offered. One for which that throws ends, and the others go on. */
    private static int served(Backlog backlog, int most) {
        try {
            return backlog.serve(most);
        } catch (RuntimeException | Error broken) {
            backlog.connection.broken(broken);
            return 1;
        }
    }

    private final class Backlog {
        private static final long FIXED = MeasuredCosts.HELD_BACKLOG.count();
        private static final long REFERENCE = MeasuredCosts.HELD_REFERENCE.count();

        private final Connection connection;
        private final ArrayDeque<SharedFrame> frames = new ArrayDeque<>();
        private long bytes;
        private long charged;
        /** When the first of them has waited for too long, by the loop's clock. */
        private long due;

        Backlog(Connection connection) {
            this.connection = connection;
        }

        void add(SharedFrame frame) {
            if (frames.isEmpty()) {
                due = loop.now() + loop.timeFor(frame).toNanos();
            }
            frames.add(frame);
            frame.retain();
            bytes += frame.length();
            charge(REFERENCE);
        }

        /** Offers one after the other until the connection is over its limit again; how many. */
        int serve(int most) {
            int offered = 0;
            while (offered < most && !frames.isEmpty() && connection.open() && !connection.overLimit()) {
                SharedFrame first = frames.getFirst();
                offered++;
                SharedFrame.Offer offer = first.offerTo(connection, delivery);
                if (offer == SharedFrame.Offer.NO_ROOM) {
                    break;
                }
                if (offer != SharedFrame.Offer.GONE) {
                    sent(first);
                }
            }
            if (!frames.isEmpty() && (!connection.open() || loop.now() - due >= 0)) {
                giveUp();
                connection.closeAsSlow();
            } else if (frames.isEmpty()) {
                giveUp();
            }
            return offered;
        }

        private void sent(SharedFrame first) {
            bytes -= first.length();
            frames.removeFirst();
            charge(-REFERENCE);
            first.release();
            @Nullable SharedFrame second = frames.peekFirst();
            if (second != null) {
                due = loop.now() + loop.timeFor(second).toNanos();
            }
        }

        /** Nothing waits any more: whose frames are left does not get them. */
        void giveUp() {
            byConnection.remove(connection, this);
            for (SharedFrame frame = frames.poll(); frame != null; frame = frames.poll()) {
                frame.release();
                delivery.settled(false);
            }
            charge(-charged);
        }

        private void charge(long more) {
            charged += more;
            loop.hold(more);
        }
    }
}
