package dev.mooring.hosttuning.verify;

import dev.mooring.capacity.unit.DurationText;
import java.time.Duration;
import java.util.Optional;

/**
 * A server that does not serve yet, or no more: what it does not do now it may do in a moment, so it is neither right nor
 * wrong. A check then is as unproven as one that could not be made, and is to be repeated.
 */
final class ServerMoment {
    /** Far above the time that a server takes to open its ports; one that has none after it does not start. */
    private static final Duration MAX_START = Duration.ofMinutes(1);

    private ServerMoment() {}

    /**
     * Why nothing can be said of a server that listens on none of the plan's ports; empty where that is its fault.
     *
     * @param status what it says itself; a server opens its admin port last
     */
    static Optional<String> of(ServerProcess server, Optional<ServerStatus> status) {
        if (status.isPresent()) {
            return status.get().draining()
                    ? Optional.of("The server is draining and has closed its ports; verify again once it serves.")
                    : Optional.empty();
        }
        return server.age()
                .filter(age -> age.compareTo(MAX_START) < 0)
                .map(age -> "The server is starting: it has run for " + DurationText.format(age)
                        + " and listens on no port yet; verify again.");
    }
}
