package dev.mooring.awsstandin.refresh;

import java.time.Duration;
import java.util.List;

/**
 * How a refresh goes on. Amazon EC2 Auto Scaling API, RefreshPreferences.
 *
 * @param minHealthy percent of the group that stays ready, rounded up to whole instances
 * @param maxHealthy percent of the group that may be there, new ones that start included
 * @param checkpoints percent of new instances after which the refresh pauses, ascending; empty for none
 * @param checkpointDelay how long each pause is
 * @param warmUp until a new instance counts as ready, from its going into service
 * @param bake how long the refresh watches at its end
 * @param autoRollback whether a refresh that fails is rolled back
 */
public record RefreshPreferences(
        int minHealthy,
        int maxHealthy,
        List<Integer> checkpoints,
        Duration checkpointDelay,
        Duration warmUp,
        Duration bake,
        boolean autoRollback) {
    private static final int EVERYBODY = 100;

    /** @throws IllegalArgumentException as the service refuses what cannot be */
    public RefreshPreferences {
        checkpoints = List.copyOf(checkpoints);
        if (minHealthy < 0 || minHealthy > EVERYBODY) {
            throw new IllegalArgumentException("MinHealthyPercentage=" + minHealthy + " is outside 0-100");
        }
        if (maxHealthy < EVERYBODY || maxHealthy > 2 * EVERYBODY) {
            throw new IllegalArgumentException("MaxHealthyPercentage=" + maxHealthy + " is outside 100-200");
        }
        if (maxHealthy - minHealthy > EVERYBODY) {
            throw new IllegalArgumentException("MaxHealthyPercentage=" + maxHealthy + " is more than 100 above"
                    + " MinHealthyPercentage=" + minHealthy);
        }
        for (int at = 1; at < checkpoints.size(); at++) {
            if (checkpoints.get(at) <= checkpoints.get(at - 1)) {
                throw new IllegalArgumentException("CheckpointPercentages=" + checkpoints + " are not ascending");
            }
        }
    }

    int least(int desired) {
        return Math.ceilDiv(desired * minHealthy, EVERYBODY);
    }

    /** With all to stay healthy one more than the group is always possible: nothing would move otherwise. */
    int most(int desired) {
        int most = desired * maxHealthy / EVERYBODY;
        return least(desired) == desired ? Math.max(most, desired + 1) : most;
    }
}
