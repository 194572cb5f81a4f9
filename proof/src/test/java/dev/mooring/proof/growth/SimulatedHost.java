package dev.mooring.proof.growth;

import dev.mooring.awsstandin.SettableClock;
import dev.mooring.awsstandin.Target;
import dev.mooring.capacity.BalanceHistory;
import dev.mooring.capacity.Rotation;
import dev.mooring.server.rotation.HostRotation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A server of so many connections, with the rotation of the real one; who is moved is told evenly over a round. */
final class SimulatedHost {
    private static final Instant BEGIN = Instant.EPOCH;

    final Target target;
    final long cap;
    long open;
    final BalanceHistory history = new BalanceHistory();

    private final HostRotation rotation;
    private long owed;
    private Duration left = Duration.ZERO;

    SimulatedHost(int number, long cap, SettableClock clock) {
        this.target = new Target("10.0.1." + number, 8080);
        this.cap = cap;
        this.rotation = new HostRotation(Rotation.of(cap), () -> ChronoUnit.NANOS.between(BEGIN, clock.instant()));
    }

    /** What the health port says. */
    HostRotation.State state() {
        return rotation.look(open);
    }

    /** As the agent asks for it. */
    void move(long connections, Duration window) {
        rotation.moves(window.multipliedBy(2));
        owed = connections;
        history.sentAway(connections);
        left = window;
    }

    /** How many are closed within the next step. */
    long close(Duration step) {
        if (owed == 0) {
            return 0;
        }
        long told = left.compareTo(step) <= 0 ? owed : owed * step.toMillis() / left.toMillis();
        told = Math.min(told, open);
        owed -= told;
        left = left.minus(step);
        open -= told;
        return told;
    }
}
