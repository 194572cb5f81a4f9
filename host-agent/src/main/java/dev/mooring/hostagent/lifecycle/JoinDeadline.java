package dev.mooring.hostagent.lifecycle;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a new host may take. Counted from the boot, so that a restart of the agent does not prolong it.
 *
 * @param limit from the boot to a verified host
 * @param deregistrationDelay what an earlier registration of the same address may take to end
 */
public record JoinDeadline(Instant boot, Duration limit, Duration deregistrationDelay) {
    Instant toJoin() {
        return boot.plus(limit);
    }

    Instant toRegister() {
        return toJoin().plus(deregistrationDelay);
    }
}
