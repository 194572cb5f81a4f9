package dev.mooring.loadgenerator.run;

import dev.mooring.loadgenerator.measure.Totals;
import java.time.Duration;

/** The totals at a time after the beginning of the run. */
public record Sample(Duration time, Phase phase, Totals totals) {}
