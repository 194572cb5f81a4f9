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
 * Who connects too often. Thread-safe.
 *
 * <p>A table of {@value #PLACES} places of 16 bytes, made at the start, whoever comes: no connection costs anything. A place has
 * the hash of a name under a secret seed, and when the last connect of that name would have been at an even pace (the generic
 * cell rate algorithm of ITU-T I.371). Of eight places for a name the one that is free soonest is taken, so that who comes from
 * more names than there are places is forgotten early, and never refused for another's sake.
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
    private final long interval;
    private final long burst;

    RateTable(Rate rate, LongSupplier nanoTime) {
        new SecureRandom().nextBytes(seed);
        this.nanoTime = nanoTime;
        // Of times before this nothing is known; a place that says 0 is free.
        this.burst = rate.time().toNanos();
        this.start = nanoTime.getAsLong() - burst;
        this.interval = Math.max(1, burst / rate.count());
    }

    /** Counts a connect of that name; how long to wait where it is one too many, which is not counted. */
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
        long wait = before + interval - (now + burst);
        if (wait > 0) {
            return Optional.of(Duration.ofNanos(wait));
        }
        names[place] = hash;
        paced[place] = before + interval;
        return Optional.empty();
    }

    Optional<Duration> tooMany(String name) {
        return tooMany(name.getBytes(StandardCharsets.UTF_8));
    }

    /** A microsecond, and nobody finds two names that fall together. */
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
