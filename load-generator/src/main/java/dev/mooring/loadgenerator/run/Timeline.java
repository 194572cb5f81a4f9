package dev.mooring.loadgenerator.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples of a run, at most {@value #MAX_SAMPLES}: when they are too many, every other is dropped and the step doubles, so a
 * run of a day needs no more memory than one of an hour.
 */
final class Timeline {
    static final int MAX_SAMPLES = 1200;
    private static final Duration FIRST_STEP = Duration.ofSeconds(1);

    private List<Sample> samples = new ArrayList<>();
    private Duration step = FIRST_STEP;

    /** Keeps a sample if its time has come. */
    void offer(Sample sample) {
        boolean due = samples.isEmpty()
                || sample.time().minus(samples.getLast().time()).compareTo(step) >= 0;
        if (due) {
            add(sample);
        }
    }

    /** Keeps a sample whatever its time: a change of phase. */
    void add(Sample sample) {
        samples.add(sample);
        if (samples.size() > MAX_SAMPLES) {
            List<Sample> kept = new ArrayList<>();
            for (int i = 0; i < samples.size(); i += 2) {
                kept.add(samples.get(i));
            }
            samples = kept;
            step = step.multipliedBy(2);
        }
    }

    List<Sample> samples() {
        return samples;
    }
}
