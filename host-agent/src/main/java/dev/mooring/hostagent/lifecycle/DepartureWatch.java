package dev.mooring.hostagent.lifecycle;

import dev.mooring.hostagent.instance.InstanceMetadata;
import dev.mooring.hostagent.instance.MaintenanceEvent;
import dev.mooring.hostagent.instance.SpotNotice;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Looks whether this host has to leave: three readings of the instance metadata a look. */
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

    /** The reason to leave that ends first. A machine that shuts down may have no network any more. */
    Optional<Departure> departure() throws IOException, InterruptedException {
        if (!shutsDown.getAsBoolean()) {
            return first(notices());
        }
        Departure shutdown = Departure.shutdown(clock.instant(), pace);
        try {
            return first(Stream.concat(Stream.of(shutdown), notices()));
        } catch (IOException noNetwork) {
            return Optional.of(shutdown);
        }
    }

    private static Optional<Departure> first(Stream<Departure> reasons) {
        return reasons.min(Comparator.comparing(Departure::toldBy));
    }

    private Stream<Departure> notices() throws IOException, InterruptedException {
        Stream<Departure> spot = metadata.spotNotice().map(this::spotInterruption).stream();
        Stream<Departure> group = metadata
                .targetLifecycleState()
                .filter(TERMINATED::equals)
                .map(state -> Departure.termination(clock.instant(), pace))
                .stream();
        Stream<Departure> maintenance = metadata.maintenance().stream().flatMap(this::maintenance);
        return Stream.of(spot, group, maintenance).flatMap(reasons -> reasons);
    }

    private Departure spotInterruption(SpotNotice notice) {
        return announced(
                Departure.Kind.SPOT_INTERRUPTION, "spot " + notice.action() + " at " + notice.time(), notice.time());
    }

    /** It comes two weeks before; the host serves until what is left is what it needs to leave at its pace. */
    private Stream<Departure> maintenance(MaintenanceEvent event) {
        Duration left = Duration.between(wallClock.instant(), event.notBefore());
        return left.compareTo(Departure.notice(pace)) > 0
                ? Stream.empty()
                : Stream.of(announced(
                        Departure.Kind.MAINTENANCE, event.code() + " at " + event.notBefore(), event.notBefore()));
    }

    private Departure announced(Departure.Kind kind, String cause, Instant end) {
        Duration left = Duration.between(wallClock.instant(), end);
        return Departure.announced(kind, cause, left, clock.instant(), pace);
    }
}
