package dev.mooring.server.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Remembers who connected when, to tell who connects too often. Thread-safe.
 *
 * <p>A table of {@value #PLACES} places of 16 bytes, allocated at the start, so that no connection costs anything. A place holds
 * the hash of a name under a secret seed, and the time of its last connect at an even pace (the generic cell rate algorithm of
 * ITU-T I.371). Each name has eight places to choose from and takes the one that is free soonest: with more names than places
 * some are forgotten early, and none is refused because of another.
 */
final class RateTable {
    static final int PLACES = 1 << 16;

    private static final int WAYS = 8;
    private static final int SEED_BYTES = 16;

    private final long[] names = new long[PLACES];
    private final long[] paced = new long[PLACES];
    private final byte[] seed = new byte[SEED_BYTES];
    private final LongSupplier nanoTime;
    private final long start;
    private final long intervalNanos;
    private final long burst;

    RateTable(Rate rate, LongSupplier nanoTime) {
        new SecureRandom().nextBytes(seed);
        this.nanoTime = nanoTime;
        // Of times before this nothing is known; a place that says 0 is free.
        this.burst = rate.time().toNanos();
        this.start = nanoTime.getAsLong() - burst;
        this.intervalNanos = Math.max(1, burst / rate.count());
    }

    /** Counts a connect of that name. One too many is not counted; the answer is then how long to wait. */
    Optional<Duration> tooMany(byte[] name) {
        return tooMany(hash(name));
    }

    private synchronized Optional<Duration> tooMany(long hash) {
        long now = nanoTime.getAsLong() - start;
        int first = (int) (hash >>> 48) & (PLACES - 1) & -WAYS;
        int place = first;
        for (int i = first; i < first + WAYS; i++) {
            if (names[i] == hash) {
                place = i;
                break;
            }
            if (paced[i] < paced[place]) {
                place = i;
            }
        }
        long before = names[place] == hash ? Math.max(paced[place], now) : now;
        long wait = before + intervalNanos - (now + burst);
        if (wait > 0) {
            return Optional.of(Duration.ofNanos(wait));
        }
        names[place] = hash;
        paced[place] = before + intervalNanos;
        return Optional.empty();
    }

    Optional<Duration> tooMany(String name) {
        return tooMany(name.getBytes(StandardCharsets.UTF_8));
    }

    /** Costs a microsecond, and nobody can look for two names that collide. */
    private long hash(byte[] name) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(seed);
            return ByteBuffer.wrap(digest.digest(name)).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
