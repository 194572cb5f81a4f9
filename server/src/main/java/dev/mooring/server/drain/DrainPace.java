package dev.mooring.server.drain;

/**
 * How many of a loop's connections are to be told to leave now: those that remain, evenly over the time that remains.
 * Those that end by themselves slow the others down, so nobody is sent away sooner than the window asks.
 *
 * <p>Pure arithmetic on a clock of nanoseconds that may start anywhere, as {@link System#nanoTime} does. Confined to one
 * loop.
 */
final class DrainPace {
    private long since;
    private long end;
    /** The part of a connection that is due. */
    private double owed;

    /**
     * A pace that tells nobody before {@code begin} and has told everybody at {@code end}.
     *
     * @param end not before {@code begin}
     */
    DrainPace(long begin, long end) {
        this.since = begin;
        this.end = end;
    }

    /** Tells the rest by this moment. */
    void endBy(long sooner) {
        end = sooner;
    }

    /** How many of {@code remaining} to tell now. */
    int due(int remaining, long now) {
        if (now - end >= 0) {
            return remaining;
        }
        if (now - since <= 0) {
            return 0;
        }
        owed += remaining * (double) (now - since) / (end - since);
        since = now;
        int whole = (int) Math.min(owed, remaining);
        owed -= whole;
        return whole;
    }
}
