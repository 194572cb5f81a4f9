package dev.mooring.loadgenerator.run;

import dev.mooring.loadgenerator.connection.Connection;
import dev.mooring.loadgenerator.connection.ConnectionSet;
import dev.mooring.loadgenerator.frame.CloseCode;
import dev.mooring.loadgenerator.measure.Counters;
import dev.mooring.loadgenerator.ramp.DeadlineQueue;
import java.time.Duration;

/**
 * Closes the connections of an event loop and judges the server by it: an open socket may be a frozen server's, an echo
 * or a Close cannot.
 *
 * <p>Used on the loop's thread only. No more Closes are under way than a slow server answers in time; with each that is
 * not answered the bound grows, so that a server that answers none costs three timeouts and not one per thousand.
 */
final class Closing {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    /** From the end of the hold, for a server that goes on answering. */
    private static final Duration MAX_WAIT = Duration.ofMinutes(2);

    private static final Duration ECHO_TIMEOUT = Duration.ofSeconds(10);
    private static final int CLOSES_AT_ONCE = 500;
    private static final int MAX_UNDER_WAY = 512;
    private static final int GROWTH = 64;

    private final ConnectionSet open;
    private final Counters counters;
    private final DeadlineQueue<Connection> deadlines = new DeadlineQueue<>(CLOSE_TIMEOUT);
    private long underWay;
    private long maxUnderWay = MAX_UNDER_WAY;
    private boolean begun;
    private long beganNanos;
    private long answeredNanos;

    Closing(ConnectionSet open, Counters counters) {
        this.open = open;
        this.counters = counters;
    }

    /** The hold is over: each connection that sends messages waits for the echo that is under way. */
    void begin(long nowNanos) {
        begun = true;
        beganNanos = nowNanos;
        answeredNanos = nowNanos;
        for (int i = 0; i < open.size(); i++) {
            open.get(i).recordGap();
            open.get(i).endEcho();
        }
    }

    /**
     * Sends Closes.
     *
     * @return whether more can be sent at once
     */
    boolean closeSome(long nowNanos) {
        boolean patient = nowNanos - beganNanos < ECHO_TIMEOUT.toNanos();
        long budget = Math.min(CLOSES_AT_ONCE, maxUnderWay - underWay);
        // From the end: the last connection takes the place of one that leaves, and has been looked at before.
        for (int i = open.size() - 1; i >= 0 && budget > 0; i--) {
            Connection connection = open.get(i);
            if (connection.awaitsEcho()) {
                if (patient) {
                    continue;
                }
                counters.unansweredEchoes.increment();
            }
            connection.startClose(CloseCode.NORMAL);
            budget--;
        }
        return budget == 0 && underWay < maxUnderWay;
    }

    /** A Close was sent, during the hold or after it. */
    void sent(Connection connection, long nowNanos) {
        underWay++;
        deadlines.add(connection, nowNanos);
    }

    /** A connection on which a Close was sent has ended. */
    void ended(boolean answered, long nowNanos) {
        underWay--;
        if (answered) {
            answeredNanos = nowNanos;
        } else {
            counters.unansweredCloses.increment();
        }
    }

    /** Gives up the connections whose server has taken too long. After the hold one that answers others is only slow. */
    void expire(long nowNanos) {
        boolean slow = begun
                && nowNanos - answeredNanos < CLOSE_TIMEOUT.toNanos()
                && nowNanos - beganNanos < MAX_WAIT.toNanos();
        deadlines.expire(nowNanos, Connection::isClosing, connection -> {
            if (slow) {
                deadlines.add(connection, nowNanos);
            } else {
                maxUnderWay += GROWTH;
                connection.release();
            }
        });
    }

    boolean isEmpty() {
        return deadlines.isEmpty();
    }
}
