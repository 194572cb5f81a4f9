package dev.mooring.hostagent.lifecycle;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The time between two steps: about 5 s, about 20 s after repeated failures. Random by half, so that hosts which started
 * together do not call together. Spot notices are given two minutes before, so 20 s is affordable.
 */
public final class JitteredPause implements Pause {
    private static final long DEFAULT_MILLISECONDS = 5_000;
    private static final int MAX_DOUBLINGS = 2;

    private final RandomGenerator random;

    public JitteredPause(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public Duration after(int failures) {
        long most = DEFAULT_MILLISECONDS << Math.min(failures, MAX_DOUBLINGS);
        return Duration.ofMillis(random.nextLong(most / 2, most + 1));
    }
}
