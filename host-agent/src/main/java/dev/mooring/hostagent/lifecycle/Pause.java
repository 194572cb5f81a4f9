package dev.mooring.hostagent.lifecycle;

import java.time.Duration;

/** The time between two steps. */
public interface Pause {
    /**
     * The time before the next step.
     *
     * @param failures steps that failed in a row; a call that the SDK repeated in vain counts once
     */
    Duration after(int failures);
}
