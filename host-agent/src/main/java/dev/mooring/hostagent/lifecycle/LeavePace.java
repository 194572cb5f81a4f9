package dev.mooring.hostagent.lifecycle;

import java.time.Duration;

/**
 * The two parts of a departure.
 *
 * @param lag how long the load balancer goes on sending after a deregistration
 * @param window after it, over which the connections are closed
 */
public record LeavePace(Duration lag, Duration window) {
    Duration total() {
        return lag.plus(window);
    }

    /**
     * The pace when no more time than this is left. Both parts are shortened by the same factor: with no admission the
     * clients that are closed are sent back here and refused, and with nothing else than admission all return at once.
     */
    LeavePace within(Duration left) {
        if (total().compareTo(left) <= 0) {
            return this;
        }
        long available = Math.max(0, left.toMillis());
        Duration shorter = Duration.ofMillis(lag.toMillis() * available / total().toMillis());
        return new LeavePace(shorter, Duration.ofMillis(available).minus(shorter));
    }
}
