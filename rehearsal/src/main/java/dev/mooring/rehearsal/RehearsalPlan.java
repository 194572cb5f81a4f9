package dev.mooring.rehearsal;

import dev.mooring.capacity.AdmissionCap;
import dev.mooring.capacity.AwsLimits;
import dev.mooring.capacity.GrantedHost;
import dev.mooring.capacity.TimeoutLadder;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.capacity.unit.RefusedException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a rehearsal does on this machine.
 *
 * @param connections to hold, as many as this machine carries
 * @param lowered why they are fewer than asked
 * @param timeouts of the server; the pong timeout is as long as it may be, clients and server share the processors
 * @param drainWindow in which the server closes everybody
 */
record RehearsalPlan(int connections, Optional<String> lowered, TimeoutLadder timeouts, Duration drainWindow) {
    private static final String CONNECTIONS = "connections";
    private static final Duration MIN_IDLE_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration MAX_DRAIN = Duration.ofMinutes(15);
    private static final int KEEPALIVE_ROUNDS = 2;

    /** For the last handshakes to be answered and the compiler to come to rest. */
    private static final Duration SETTLE = Duration.ofSeconds(1);

    /** For reading the memory: the longest part is a full collection, and starting jcmd. */
    private static final Duration READING = Duration.ofSeconds(4);

    private static final Duration MIN_KEEPALIVE = Duration.ofMillis(1);
    private static final Duration AFTER_DRAIN = Duration.ofSeconds(1);

    static RehearsalPlan of(long asked, Duration keepalive, Duration drainWindow, GrantedHost host) {
        if (asked < 1) {
            throw RefusedException.of(CONNECTIONS, asked, "is less than", 1, "raise it");
        }
        if (drainWindow.isZero() || drainWindow.compareTo(MAX_DRAIN) > 0) {
            throw RefusedException.of(
                    "drain-window", drainWindow.toSeconds() + "s", "is outside", "1ms-900s", "5s shows it well");
        }
        // The rest of the ladder follows from it; what is refused there has names that nobody gave here.
        DurationText.requireWithin(
                "keepalive", keepalive, MIN_KEEPALIVE, TimeoutLadder.longestKeepalive(AwsLimits.MAX_IDLE_TIMEOUT));
        Duration thrice = keepalive.multipliedBy(3);
        TimeoutLadder timeouts = TimeoutLadder.of(
                keepalive, keepalive, thrice.compareTo(MIN_IDLE_TIMEOUT) < 0 ? MIN_IDLE_TIMEOUT : thrice);
        AdmissionCap cap = AdmissionCap.of(CONNECTIONS, OptionalLong.of(asked), host, Bytes.of(0));
        return new RehearsalPlan(Math.toIntExact(cap.connections()), cap.reason(), timeouts, drainWindow);
    }

    Duration settle() {
        return SETTLE;
    }

    /** The time in which CPU and pings are counted: whole rounds, so every connection is pinged as often. */
    Duration keepaliveWindow() {
        return timeouts.keepalive().multipliedBy(KEEPALIVE_ROUNDS);
    }

    /** How long the clients hold: everything that is measured meanwhile, and the drain. */
    Duration hold() {
        return SETTLE.plus(keepaliveWindow()).plus(READING).plus(drainWindow).plus(AFTER_DRAIN);
    }
}
