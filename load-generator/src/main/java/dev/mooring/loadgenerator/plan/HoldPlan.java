package dev.mooring.loadgenerator.plan;

import java.time.Duration;
import java.util.Optional;

/**
 * How long connections are held, and what replaces them meanwhile.
 *
 * @param settle pause between the last handshake and the hold
 * @param time the hold itself
 * @param churn how many connections a second are closed and replaced during the hold
 * @param reconnect whether what is lost or was refused is tried again
 */
public record HoldPlan(Duration settle, Duration time, Optional<Rate.PerSecond> churn, boolean reconnect) {
    /** Whether the connections of the hold are those of its beginning, but for what is lost. */
    public boolean isSteady() {
        return churn.isEmpty() && !reconnect;
    }
}
