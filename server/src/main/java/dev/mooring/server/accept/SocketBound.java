package dev.mooring.server.accept;

import dev.mooring.server.metrics.ProcessUsage;

/**
 * How many sockets of clients a process may hold, so that descriptors remain for all else it does.
 *
 * <p>Kept back are what is open already, what the server itself is about to open, and headroom for the admin port's 64
 * connections and the files that the JVM opens later, its libraries above all. Of a small limit the headroom is a quarter of
 * what is left.
 */
public final class SocketBound {
    private static final int HEADROOM = 128;
    private static final int SMALL_SHARE = 4;
    /** Each loop's epoll, eventfd and timerfd. */
    private static final int PER_LOOP = 3;
    /** The admin port's loop and listener, and the reserve. */
    private static final int FIXED = 5;

    /** This part of the sockets is never for WebSockets, so that handshakes always have some. */
    private static final int STRANGERS_SHARE = 16;
    /** It ends here: with the headroom and what the server opens it is less than the reserve that each plan keeps. */
    private static final int MAX_STRANGERS_KEPT = 512;

    private SocketBound() {}

    /** How many of so many sockets may be WebSockets; of one that one. */
    public static int webSockets(int sockets) {
        return sockets - Math.min(MAX_STRANGERS_KEPT, sockets / STRANGERS_SHARE);
    }

    /**
     * The bound.
     *
     * @param usage the process before the server has opened anything
     * @return at least 1
     */
    public static int of(ProcessUsage usage, int loops, int ports) {
        if (usage.descriptors().limit() == 0) {
            // Unlimited, or a /proc that does not tell.
            return Integer.MAX_VALUE;
        }
        long own = usage.descriptors().open() + FIXED + (long) loops * (PER_LOOP + ports);
        long left = Math.max(1, usage.descriptors().limit() - own);
        return Math.clamp(left - Math.min(HEADROOM, left / SMALL_SHARE), 1, Integer.MAX_VALUE);
    }
}
