package dev.mooring.awsstandin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One target as the health checks of its group see it. Not thread-safe. */
final class CheckedTarget {
    private boolean failing;
    /** Since when its answers say something else. */
    private @Nullable Instant differsSince;

    private @Nullable Instant failsSince;
    private boolean cut;

    /** Checks it, and returns its state. */
    String look(boolean answers, Instant now, HealthChecks checks) {
        notice(answers, now, checks);
        Instant since = failsSince;
        if (!failing || since == null) {
            return "healthy";
        }
        if (checks.terminates() || !now.isBefore(since.plus(checks.drainingInterval()))) {
            cut = true;
            return "unhealthy";
        }
        return "unhealthy.draining";
    }

    /** Whether its connections were cut since the last time this was asked. */
    boolean takeCut() {
        boolean was = cut;
        cut = false;
        return was;
    }

    private void notice(boolean answers, Instant now, HealthChecks checks) {
        if (answers != failing) {
            differsSince = null;
            return;
        }
        Instant since = differsSince;
        if (since == null) {
            since = now;
            differsSince = now;
        }
        if (!now.isBefore(since.plus(checks.noticed()))) {
            failing = !answers;
            failsSince = failing ? now : null;
            differsSince = null;
        }
    }
}
