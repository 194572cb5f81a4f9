package dev.mooring.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.GrantedHost;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RehearsalPlanTest {
    private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);

    @Test
    void holdsWhatIsAskedWhereTheMachineCarriesIt() {
        RehearsalPlan plan = plan(15_000, 20_000);
        assertEquals(15_000, plan.connections());
        assertEquals(Optional.empty(), plan.lowered());
    }

    @Test
    void holdsFewerWhereDescriptorsAreFewAndSaysSo() {
        RehearsalPlan plan = plan(15_000, 4_096);
        assertEquals(3_072, plan.connections());
        assertEquals(
                Optional.of("connections=15000 is more than nofile=4096 - 1024; lowered to 3072, raise LimitNOFILE"
                        + " to hold more"),
                plan.lowered());
    }

    @Test
    void givesTheIdleTimeoutItsShortestValueForAShortKeepalive() {
        assertEquals(Duration.ofMinutes(1), plan(1, 4_096).timeouts().idleTimeout());
    }

    /** A rehearsal has no pong-timeout and no idle-timeout that a user could have given. */
    @Test
    void refusesAKeepaliveByItsOwnName() {
        assertEquals("keepalive=0s is less than 1ms; give a longer time", refusal(Duration.ZERO));
        assertEquals("keepalive=2001s is more than 2000s; give a shorter time", refusal(Duration.ofSeconds(2_001)));
    }

    private static String refusal(Duration keepalive) {
        GrantedHost host = new GrantedHost(4_096, Bytes.gibi(8), Bytes.mebi(160));
        return String.valueOf(
                assertThrows(RefusedException.class, () -> RehearsalPlan.of(1, keepalive, FIVE_SECONDS, host))
                        .getMessage());
    }

    @Test
    void holdsForTwoRoundsOfKeepaliveAndTheDrain() {
        RehearsalPlan plan = plan(1, 4_096);
        assertEquals(Duration.ofSeconds(10), plan.keepaliveWindow());
        assertEquals(Duration.ofSeconds(21), plan.hold());
    }

    private static RehearsalPlan plan(long connections, long nofile) {
        GrantedHost host = new GrantedHost(nofile, Bytes.gibi(8), Bytes.mebi(160));
        return RehearsalPlan.of(connections, FIVE_SECONDS, FIVE_SECONDS, host);
    }
}
