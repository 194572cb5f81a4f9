package dev.mooring.server.access;

import org.jspecify.annotations.Nullable;

/** Who is being asked about a client, one after the other, and hears when its answer is waited for no more. Thread-safe. */
final class Asked {
    private @Nullable Runnable otherwise;
    private boolean withdrawn;

    /**
     * Somebody is asked from here on.
     *
     * @param task what to do when it is waited for no more: at once if that is so already
     */
    void now(Runnable task) {
        boolean late;
        synchronized (this) {
            otherwise = task;
            late = withdrawn;
        }
        if (late) {
            task.run();
        }
    }

    /** Nobody waits any more. */
    void withdraw() {
        Runnable task;
        synchronized (this) {
            withdrawn = true;
            task = otherwise;
        }
        if (task != null) {
            task.run();
        }
    }
}
