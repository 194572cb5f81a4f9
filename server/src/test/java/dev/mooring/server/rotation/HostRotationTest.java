package dev.mooring.server.rotation;

import static dev.mooring.server.rotation.HostRotation.State.FULL;
import static dev.mooring.server.rotation.HostRotation.State.IN;
import static dev.mooring.server.rotation.HostRotation.State.MOVING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.Rotation;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A server of 1,000: full from 955 on, free below 935. */
final class HostRotationTest {
    private static final long SEED = 20261129;

    private long now = Long.MAX_VALUE - 1_000;
    private final HostRotation rotation = new HostRotation(Rotation.of(1_000), () -> now);

    @Test
    void leavesBelowTheCapAndReturnsBelowThat() {
        assertEquals(IN, rotation.look(954));
        assertEquals(FULL, rotation.look(955));
        assertEquals(FULL, rotation.look(935));
        assertEquals(IN, rotation.look(934));
        assertEquals(IN, rotation.look(954));
    }

    @Test
    void leavesWhileItMovesAndReturnsAfterwards() {
        rotation.moves(Duration.ofMinutes(2));
        assertEquals(MOVING, rotation.look(500));
        after(Duration.ofMinutes(2));
        assertEquals(IN, rotation.look(500));
    }

    @Test
    void isFullWhileItMovesIfItIsFull() {
        rotation.moves(Duration.ofMinutes(2));
        assertEquals(FULL, rotation.look(1_000));
    }

    @Test
    void returnsBeforeTheLoadBalancerWouldCutWhomItHolds() {
        assertEquals(FULL, rotation.look(1_000));
        after(Rotation.MAX_ABSENCE);
        assertEquals(IN, rotation.look(1_000));
        after(Rotation.RETURN.minusSeconds(1));
        assertEquals(IN, rotation.look(1_000), "until the load balancer has noticed");
        after(Duration.ofSeconds(1));
        assertEquals(FULL, rotation.look(1_000));
        after(Rotation.MAX_ABSENCE.minusSeconds(1));
        assertEquals(FULL, rotation.look(1_000), "as long as the first time");
    }

    @Test
    void hasBeenAwayAllTheTimeWhenItWasBackForAMoment() {
        rotation.look(1_000);
        after(Rotation.MAX_ABSENCE.minusSeconds(60));
        assertEquals(IN, rotation.look(0));
        after(Duration.ofSeconds(30));
        assertEquals(FULL, rotation.look(1_000));
        after(Duration.ofSeconds(30));
        assertEquals(IN, rotation.look(1_000));
    }

    /** However it fills, empties and moves: no time without a return that lasts reaches the interval of the load balancer. */
    @Test
    void isNeverAwayForAsLongAsALoadBalancerKeepsWhomItHolds() {
        Random random = new Random(SEED);
        long away = now;
        long back = now;
        boolean in = true;
        for (int look = 0; look < 200_000; look++) {
            after(Duration.ofSeconds(10));
            if (random.nextInt(500) == 0) {
                rotation.moves(Duration.ofMinutes(random.nextInt(60)));
            }
            boolean wanted = rotation.look(random.nextInt(300) == 0 ? 0 : 1_000) == IN;
            if (wanted && !in) {
                back = now;
            }
            if (wanted && now - back >= Rotation.NOTICED_WITHIN.toNanos()) {
                away = now;
            }
            in = wanted;
            assertTrue(
                    now - away < Rotation.DRAINING_INTERVAL.toNanos(),
                    "away for " + Duration.ofNanos(now - away) + ", seed " + SEED);
        }
    }

    private void after(Duration duration) {
        now += duration.toNanos();
    }
}
