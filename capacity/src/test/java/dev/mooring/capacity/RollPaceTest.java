package dev.mooring.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RollPaceTest {
    private static final Duration MAX_HOOK = Duration.ofHours(2);

    @ParameterizedTest
    @CsvSource({
        "600000, 900, 1020, 1320", // 667 a second
        "600300, 900, 1020, 1320", // the most that quarter of an hour takes
        "600301, 901, 1021, 1321",
        "1000000, 1500, 1620, 1920",
        "2000000, 2999, 3119, 3419",
        "3000000, 3180, 3300, 3600", // 943 a second: the load balancer waits for an hour at most
    })
    void drainsWithinWhatEverybodyWaitsFor(long connections, long window, long stop, long deregistration) {
        RollPace pace = RollPace.of(connections);

        assertEquals(Duration.ofSeconds(window), pace.drainWindow(), "drain window");
        assertEquals(Duration.ofSeconds(stop), pace.stopTimeout(), "stop timeout");
        assertEquals(Duration.ofSeconds(deregistration), pace.deregistrationDelay(), "deregistration delay");
    }

    @Test
    void waitsLongerForADrainThanItTakes() {
        for (long connections = 1; connections < 10_000_000; connections += 99_991) {
            RollPace pace = RollPace.of(connections);

            assertTrue(pace.stopTimeout().compareTo(pace.drainWindow()) > 0);
            assertTrue(pace.deregistrationDelay().compareTo(pace.balancerLag().plus(pace.stopTimeout())) > 0);
            assertTrue(pace.deregistrationDelay().compareTo(AwsLimits.MAX_DEREGISTRATION) <= 0);
            assertTrue(pace.launchTimeout().compareTo(pace.joinDeadline().plus(pace.deregistrationDelay())) > 0);
            assertTrue(pace.launchTimeout().compareTo(MAX_HOOK) <= 0);
            assertTrue(
                    pace.terminateTimeout().compareTo(pace.heartbeatInterval().multipliedBy(2)) > 0);
        }
    }

    @Test
    void goesOnAdmittingForAsLongAsALoadBalancerSends() {
        assertEquals(Duration.ofMinutes(2), RollPace.of(600_000).balancerLag());
        assertEquals(Duration.ofMinutes(2), RollPace.of(600_000).byName().balancerLag());
    }
}
