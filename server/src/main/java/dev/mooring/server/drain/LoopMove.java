package dev.mooring.server.drain;

import dev.mooring.server.connection.Connection;
import dev.mooring.server.connection.ConnectionLoop;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The part of a move that is one event loop's. RFC 6455 section 7.4, IANA 1012.
 *
 * <p>Confined to its loop but for {@link #start} and {@link #stop}. Cost: four bytes per connection and a timer of 20 ms, until
 * the last was told.
 */
final class LoopMove {
    private static final Duration STEP = Duration.ofMillis(20);

    private final ConnectionLoop loop;
    private final double share;
    private final DrainPace pace;
    private final LongSupplier nanoTime;
    private final double from;
    private Connection[] connections = {};
    private int next;
    /** Places of the array that have not been looked at. */
    private int unseen;
    /** Who are to be told, by the end. */
    private int left;

    private volatile boolean stopped;

    /**
     * Tells nobody yet.
     *
     * @param share of the loop's connections to tell
     * @param from where among them to begin, of 1
     */
    LoopMove(ConnectionLoop loop, double share, DrainPace pace, LongSupplier nanoTime, double from) {
        this.loop = loop;
        this.share = share;
        this.pace = pace;
        this.nanoTime = nanoTime;
        this.from = from;
    }

    /** From any thread. */
    void start() {
        loop.execute(this::choose);
    }

    /** From any thread. */
    void stop() {
        stopped = true;
    }

    private void choose() {
        connections = loop.snapshot();
        unseen = connections.length;
        next = (int) (from * connections.length);
        left = (int) Math.round(loop.open() * share);
        step();
    }

    private void step() {
        if (stopped || left == 0 || unseen == 0) {
            connections = new Connection[0];
            return;
        }
        int due = Math.min(pace.due(left, nanoTime.getAsLong()), LoopDrain.SLICE);
        while (due > 0 && unseen > 0) {
            Connection connection = connections[next];
            next = (next + 1) % connections.length;
            unseen--;
            if (connection.open()) {
                due--;
                left--;
                LoopDrain.tell(connection);
            }
        }
        loop.later(this::step, STEP);
    }
}
