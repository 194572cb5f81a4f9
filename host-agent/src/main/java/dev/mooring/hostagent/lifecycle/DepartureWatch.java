package dev.mooring.hostagent.lifecycle;

import dev.mooring.hostagent.instance.InstanceMetadata;
import dev.mooring.hostagent.instance.SpotNotice;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Looks whether this host has to leave: two readings of the instance metadata a look. */
public final class DepartureWatch {
    private static final String TERMINATED = "Terminated";

    private final InstanceMetadata metadata;
    private final BooleanSupplier shutsDown;
    private final LeavePace pace;
    private final InstantSource clock;
    private final InstantSource wallClock;

    /**
     * Reads nothing yet.
     *
     * @param shutsDown whether the operating system is shutting down
     * @param pace of a host that leaves when nothing presses
     * @param clock of the agent
     * @param wallClock which the end of a spot instance is given in
     */
    public DepartureWatch(
            InstanceMetadata metadata,
            BooleanSupplier shutsDown,
            LeavePace pace,
            InstantSource clock,
            InstantSource wallClock) {
        this.metadata = metadata;
        this.shutsDown = shutsDown;
        this.pace = pace;
        this.clock = clock;
        this.wallClock = wallClock;
    }

    /** The most pressing reason to leave. */
    Optional<Departure> departure() throws IOException, InterruptedException {
        if (shutsDown.getAsBoolean()) {
            return Optional.of(Departure.shutdown(clock.instant(), pace));
        }
        Optional<Departure> spot = metadata.spotNotice().map(this::spotInterruption);
        if (spot.isPresent()) {
            return spot;
        }
        return metadata.targetLifecycleState()
                .filter(TERMINATED::equals)
                .map(state -> Departure.termination(clock.instant(), pace));
    }

    private Departure spotInterruption(SpotNotice notice) {
        Duration left = Duration.between(wallClock.instant(), notice.time());
        return Departure.spotInterruption(
                "spot " + notice.action() + " at " + notice.time(), left, clock.instant(), pace);
    }
}
