package dev.mooring.loadgenerator.run;

import dev.mooring.loadgenerator.measure.Measurement;
import dev.mooring.loadgenerator.measure.Totals;
import java.time.Duration;
import java.util.List;

/**
 * Everything a run found out.
 *
 * @param end totals after the last Close
 * @param interrupted whether a person ended the run early
 */
public record Outcome(
        Ramp ramp, Hold hold, Totals end, Measurement measurement, List<Sample> timeline, boolean interrupted) {
    /**
     * The ramp.
     *
     * @param cpuMicros processor time of swarm during the ramp
     * @param totals at its end
     */
    public record Ramp(Duration time, long cpuMicros, Totals totals) {}

    /**
     * The hold.
     *
     * @param totals at its end
     */
    public record Hold(Duration time, Totals totals) {}

    public Outcome {
        timeline = List.copyOf(timeline);
    }
}
