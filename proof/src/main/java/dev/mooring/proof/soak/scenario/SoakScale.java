package dev.mooring.proof.soak.scenario;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.proof.soak.process.Timing;
import java.time.Duration;

/**
 * How large and how long the scenarios are.
 *
 * @param connections held at a time
 * @param duration of the churn
 * @param keepalive of the server in all scenarios but the one with packet loss
 * @param lossyKeepalive longer, because the waits before TCP sends again do not shrink with the keepalive
 * @param lossyRounds keepalive intervals at each rate of loss
 */
public record SoakScale(int connections, Duration duration, Timing keepalive, Timing lossyKeepalive, int lossyRounds) {
    /** Held while others come beside them: the rest of the descriptors is for those. */
    static final int BESIDE_OTHERS = 15_000;

    private static final int MIN_CONNECTIONS = 100;
    private static final int MAX_CONNECTIONS = 18_900;

    public SoakScale {
        if (connections < MIN_CONNECTIONS || connections > MAX_CONNECTIONS) {
            throw RefusedException.of(
                    "connections",
                    connections,
                    "is outside",
                    MIN_CONNECTIONS + "-" + MAX_CONNECTIONS,
                    "one process of each side holds them, with 20,000 descriptors");
        }
        if (duration.isZero()) {
            throw RefusedException.of("duration", "0s", "is less than", "1s", "raise it");
        }
    }

    public static SoakScale full(int connections, Duration duration) {
        return new SoakScale(connections, duration, seconds(30), seconds(30), 4);
    }

    public static SoakScale quick(int connections, Duration duration) {
        return new SoakScale(connections, duration, seconds(5), seconds(20), 1);
    }

    private static Timing seconds(int keepalive) {
        return new Timing(Duration.ofSeconds(keepalive));
    }
}
