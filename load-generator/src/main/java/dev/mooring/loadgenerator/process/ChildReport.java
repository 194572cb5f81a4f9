package dev.mooring.loadgenerator.process;

import dev.mooring.loadgenerator.measure.Measurement;
import dev.mooring.loadgenerator.measure.Status;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line that a child process writes, as JSON: its status, again and again, and with the last one what it timed.
 *
 * @param measured null until the child has finished
 */
record ChildReport(Status status, @Nullable Measurement measured) {
    Optional<Measurement> measurement() {
        return Optional.ofNullable(measured);
    }
}
