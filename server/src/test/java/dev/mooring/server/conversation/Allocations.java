package dev.mooring.server.conversation;

/** The allocations of the server's code, of which a test can let one fail. One thread. */
public final class Allocations {
    private static boolean counting;
    private static boolean turning;
    private static long failing;
    private static long seen;

    private Allocations() {}

    /** Called before each allocation by code that {@link WatchedClasses} has loaded. */
    public static void next() {
        if (counting && turning && ++seen == failing) {
            throw new OutOfMemoryError("thrown by the test, at allocation " + seen);
        }
    }

    /** Counts from here on, and lets one of what it counts fail: the first for 1, none for 0. */
    public static void count(long number) {
        failing = number;
        seen = 0;
        counting = true;
    }

    public static void stopCounting() {
        counting = false;
    }

    /** Only what is allocated in a turn of the loop counts. */
    public static void turning(boolean now) {
        turning = now;
    }

    /** How many have counted. */
    public static long seen() {
        return seen;
    }
}
