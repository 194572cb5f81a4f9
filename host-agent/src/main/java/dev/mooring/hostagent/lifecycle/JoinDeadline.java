package dev.mooring.hostagent.lifecycle;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a new host may take, counted from the start of the agent: a host from a warm pool booted long ago. An agent that
 * is restarted again and again is bounded by the launch hook, whose own timeout abandons the launch too.
 *
 * @param limit from the start to a verified host
 * @param deregistrationDelay what an earlier registration of the same address may take to end
 */
public record JoinDeadline(Instant start, Duration limit, Duration deregistrationDelay) {
    Instant toJoin() {
        return start.plus(limit);
    }

    Instant toRegister() {
        return toJoin().plus(deregistrationDelay);
    }
}
