package dev.mooring.loadgenerator.plan;

import dev.mooring.capacity.unit.RefusedException;
import java.time.Duration;

/**
 * How connections are opened.
 *
 * @param connections how many are open during the hold
 * @param handshakeTimeout for one of them to open, from its start
 */
public record RampPlan(int connections, Rate rate, Duration handshakeTimeout, Sources sources) {
    public RampPlan {
        Bound.requireAtLeastOne("connections", connections);
        if (handshakeTimeout.isZero()) {
            throw RefusedException.of("handshake-timeout", "0s", "is less than", "1ms", "give the server some time");
        }
    }
}
