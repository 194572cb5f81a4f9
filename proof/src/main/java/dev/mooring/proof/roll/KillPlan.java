package dev.mooring.proof.roll;

import dev.mooring.capacity.CapacityPlanner;
import dev.mooring.capacity.FleetSpec;
import dev.mooring.capacity.Recovery;
import dev.mooring.capacity.TimeoutLadder;
import dev.mooring.capacity.unit.RefusedException;
import java.time.Duration;
import java.util.Map;

/**
 * The loss of one host of three, of which one is spare.
 *
 * @param connections that the three hold together
 * @param cap of a host
 */
record KillPlan(int connections, int cap) {
    static final int HOSTS = 3;

    static final Duration KEEPALIVE = Duration.ofSeconds(10);

    /** As the load generator judges it: a tenth, and a second at least. */
    static final Duration MAX_GAP = Duration.ofSeconds(11);

    private static final int MAX_CONNECTIONS = 19_000;

    KillPlan {
        if (connections < HOSTS || connections > MAX_CONNECTIONS) {
            throw RefusedException.of(
                    "connections", connections, "is outside", HOSTS + "-" + MAX_CONNECTIONS, "15000 show a loss well");
        }
        int least = leastCap(connections);
        if (cap < least || cap >= connections) {
            throw RefusedException.of(
                    "cap",
                    cap,
                    "is outside",
                    least + "-" + (connections - 1),
                    "two of three hosts must hold all, and one of three none alone");
        }
    }

    /** With the least room: both hosts that are left are full in the end. */
    static KillPlan tight(int connections) {
        return new KillPlan(connections, leastCap(connections));
    }

    /** What {@code capacity/plan} says of the loss. */
    Recovery recovery() {
        return CapacityPlanner.plan(FleetSpec.of(Map.of(
                        "total", Integer.toString(connections), "connections", Integer.toString(cap), "spare", "1")))
                .recovery()
                .orElseThrow();
    }

    TimeoutLadder timeouts() {
        return TimeoutLadder.of(KEEPALIVE, KEEPALIVE, Duration.ofMinutes(1));
    }

    private static int leastCap(int connections) {
        return Math.ceilDiv(connections, HOSTS - 1);
    }
}
