package dev.mooring.loadgenerator.delivery;

/**
 * What one connection has got of each topic, in 16 bytes a topic: the next number, and which of the last 64 have come.
 *
 * <p>Not thread-safe.
 */
public final class Arrivals {
    private static final int WINDOW = Long.SIZE;

    private final long[] next;
    private final long[] window;

    /** What an arrival is among the others of its topic. */
    enum Kind {
        /** Higher than all before. */
        IN_ORDER,
        /** After a higher one. */
        LATE,
        /** Again. */
        REPEATED
    }

    Arrivals(int topics) {
        next = new long[topics];
        window = new long[topics];
    }

    /** One older than the window counts as late: whether it has come before is not known any more. */
    Kind arrived(int topic, long number) {
        long ahead = number - next[topic];
        if (ahead >= 0) {
            window[topic] = ahead + 1 >= WINDOW ? 1 : window[topic] << (ahead + 1) | 1;
            next[topic] = number + 1;
            return Kind.IN_ORDER;
        }
        long back = -ahead - 1;
        if (back >= WINDOW) {
            return Kind.LATE;
        }
        boolean before = (window[topic] >>> back & 1) != 0;
        window[topic] |= 1L << back;
        return before ? Kind.REPEATED : Kind.LATE;
    }
}
