package dev.mooring.server.drain;

import java.time.Duration;

/**
 * How many of a loop's connections are to be closed by a given moment of the drain: evenly, so that clients return at a
 * pace the rest of the fleet can take. Pure arithmetic.
 *
 * @param connections open when the drain began
 * @param window the time to close them in
 */
record DrainSchedule(int connections, Duration window) {
    int closedBy(Duration elapsed) {
        if (elapsed.compareTo(window) >= 0) {
            return connections;
        }
        return (int) (connections * (double) elapsed.toNanos() / window.toNanos());
    }
}
