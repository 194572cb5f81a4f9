package dev.mooring.loadgenerator.run;

import dev.mooring.loadgenerator.measure.Measurement;
import dev.mooring.loadgenerator.measure.Totals;
import java.time.Duration;
import java.util.List;

/**
 * Everything a run found out.
 *
 * @param rampCpuMicros processor time of the generator during the ramp
 * @param ramped totals at the end of the ramp
 * @param held totals at the end of the hold
 * @param end totals after the last Close
 * @param interrupted whether a person ended the run early
 */
public record Outcome(
        Duration rampTime,
        long rampCpuMicros,
        Totals ramped,
        Duration holdTime,
        Totals held,
        Totals end,
        Measurement measurement,
        List<Sample> timeline,
        boolean interrupted) {
    public Outcome {
        timeline = List.copyOf(timeline);
    }
}
