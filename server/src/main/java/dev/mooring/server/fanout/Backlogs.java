package dev.mooring.server.fanout;

import dev.mooring.server.connection.Connection;
import dev.mooring.server.connection.ConnectionLoop;
import dev.mooring.server.connection.Delivery;
import dev.mooring.server.connection.SharedFrame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Those of a loop that do not take what is published to them, and what they have still to get. Confined to the loop.
 *
 * <p>Who has left more than the outbound limit unread, or for whom there is no memory, waits here with references to shared
 * frames while all others go on. After the time that a slow reader has for the first of them, or with more than {@value
 * #MAX_FRAMES} of them or eight times the outbound limit, it is closed with 1008: nobody misses a message unnoticed.
 */
final class Backlogs {
    static final int MAX_FRAMES = 1024;
    /** What one may have to wait for, in outbound limits. */
    private static final int MAX_LIMITS = 8;

    private static final Duration RETRY = Duration.ofMillis(10);

    private final ConnectionLoop loop;
    private final Delivery delivery;
    private final IdentityHashMap<Connection, Backlog> backlogs = new IdentityHashMap<>();
    private boolean retrying;

    Backlogs(ConnectionLoop loop, Delivery delivery) {
        this.loop = loop;
        this.delivery = delivery;
    }

    /** Whether what is published to the connection has to wait for what came before. */
    boolean has(Connection connection) {
        return !backlogs.isEmpty() && backlogs.containsKey(connection);
    }

    void add(Connection connection, SharedFrame[] frames, int from, int to) {
        Backlog backlog = backlogs.computeIfAbsent(connection, each -> new Backlog(triesFor(frames[from])));
        for (int i = from; i < to; i++) {
            backlog.add(frames[i]);
        }
        if (backlog.frames.size() > MAX_FRAMES || backlog.bytes > MAX_LIMITS * loop.outboundLimit()) {
            backlogs.remove(connection);
            backlog.giveUp();
            connection.closeAsSlow();
        }
        if (!retrying) {
            retrying = true;
            loop.later(this::retry, RETRY);
        }
    }

    /** There is no memory for what it was to get. */
    void cannotServe(Connection connection) {
        connection.closeAsSlow();
    }

    private void retry() {
        for (Iterator<Map.Entry<Connection, Backlog>> each = backlogs.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<Connection, Backlog> entry = each.next();
            Connection connection = entry.getKey();
            Backlog backlog = entry.getValue();
            if (connection.open() && !connection.overLimit()) {
                backlog.offer(connection);
            }
            if (backlog.frames.isEmpty()) {
                each.remove();
            } else if (!connection.open() || backlog.triesLeft-- <= 0) {
                each.remove();
                backlog.giveUp();
                connection.closeAsSlow();
            }
        }
        retrying = !backlogs.isEmpty();
        if (retrying) {
            loop.later(this::retry, RETRY);
        }
    }

    private long triesFor(SharedFrame frame) {
        return loop.timeFor(frame).dividedBy(RETRY);
    }

    private final class Backlog {
        private final ArrayDeque<SharedFrame> frames = new ArrayDeque<>();
        private long bytes;
        private long triesLeft;

        Backlog(long tries) {
            triesLeft = tries;
        }

        /** One after the other until the connection is over its limit again. */
        void offer(Connection connection) {
            while (!frames.isEmpty() && connection.open() && !connection.overLimit()) {
                SharedFrame first = frames.getFirst();
                if (first.offerTo(connection, delivery) == SharedFrame.Offer.NO_ROOM) {
                    return;
                }
                bytes -= first.length();
                frames.removeFirst().release();
                triesLeft = frames.isEmpty() ? 0 : triesFor(frames.getFirst());
            }
        }

        void add(SharedFrame frame) {
            frame.retain();
            frames.add(frame);
            bytes += frame.length();
        }

        void giveUp() {
            frames.forEach(frame -> {
                frame.release();
                delivery.settled(false);
            });
            frames.clear();
        }
    }
}
