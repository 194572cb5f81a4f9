package dev.mooring.engineredis;

import java.time.Duration;

/** What has come back of a host's own words. Written by the thread that hears, read by any. */
final class Heartbeat {
    private static final Duration SILENCE = Duration.ofSeconds(3);

    private volatile long heardAt = System.nanoTime();
    private volatile long heardSent = System.currentTimeMillis();
    private volatile long delay;

    void heard(HostWord word) {
        heardAt = System.nanoTime();
        heardSent = word.sent();
        delay = heardAt - word.sentAt();
    }

    /** The process was held up itself, so that it could not hear anything. */
    void excuse(long nanoTime) {
        heardAt = nanoTime;
    }

    /** Whether nothing has come back for three seconds. */
    boolean isSilent(long nanoTime) {
        return nanoTime - heardAt > SILENCE.toNanos();
    }

    /** When this host said what it has heard last, in milliseconds since 1970: all that was published before has come. */
    long heardSent() {
        return heardSent;
    }

    /** How long the way through the engine takes, in nanoseconds. */
    long delay() {
        return delay;
    }
}
