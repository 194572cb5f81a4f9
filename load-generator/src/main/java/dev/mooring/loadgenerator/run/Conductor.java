package dev.mooring.loadgenerator.run;

import dev.mooring.capacity.output.StopRequest;
import dev.mooring.loadgenerator.measure.Status;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Leads a {@link Load} through ramp, settle, hold and close, looking at it ten times a second.
 *
 * <p>Used by one thread.
 */
public final class Conductor {
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Load load;
    private final StopRequest stop;
    private final LongSupplier nanoTime;
    private final Pause pause;
    private final Consumer<Sample> progress;
    private final Timeline timeline = new Timeline();
    private final long beganNanos;

    /** Waits between two looks. */
    @FunctionalInterface
    public interface Pause {
        void await(Duration time) throws InterruptedException;
    }

    /**
     * A conductor.
     *
     * @param progress receives every look
     */
    public Conductor(Load load, StopRequest stop, LongSupplier nanoTime, Pause pause, Consumer<Sample> progress) {
        this.load = load;
        this.stop = stop;
        this.nanoTime = nanoTime;
        this.pause = pause;
        this.progress = progress;
        beganNanos = nanoTime.getAsLong();
    }

    /**
     * Runs to the end, or from the phase in which a stop is requested straight to the close. What was open, sent and
     * refused until then is read once: the look that ended the phase is also that of the phases that did not begin.
     */
    public Outcome run(Duration settle, Duration hold) throws InterruptedException {
        long cpuBefore = load.status().cpuMicros();
        load.ramp();
        Status ramped = watch(Phase.RAMP, status -> status.ramped() || stop.isRequested());
        Duration rampTime = sinceBegin();
        Status held = stop.isRequested() ? ramped : watchFor(Phase.SETTLE, settle);
        Duration holdTime = Duration.ZERO;
        if (!stop.isRequested()) {
            Duration holdBegan = sinceBegin();
            load.hold();
            held = watchFor(Phase.HOLD, hold);
            holdTime = sinceBegin().minus(holdBegan);
        }
        boolean interrupted = stop.isRequested();
        load.finish();
        Status end = watch(Phase.CLOSE, Status::finished);
        return new Outcome(
                new Outcome.Ramp(rampTime, ramped.cpuMicros() - cpuBefore, ramped.totals()),
                new Outcome.Hold(holdTime, held.totals()),
                end.totals(),
                load.measurement(),
                timeline.samples(),
                interrupted);
    }

    private Status watchFor(Phase phase, Duration time) throws InterruptedException {
        long endNanos = nanoTime.getAsLong() + time.toNanos();
        return watch(phase, status -> nanoTime.getAsLong() - endNanos >= 0 || stop.isRequested());
    }

    private Status watch(Phase phase, Predicate<Status> over) throws InterruptedException {
        while (true) {
            Status status = load.status();
            Sample sample = new Sample(sinceBegin(), phase, status.totals());
            progress.accept(sample);
            if (over.test(status)) {
                timeline.add(sample);
                return status;
            }
            timeline.offer(sample);
            pause.await(LOOK);
        }
    }

    private Duration sinceBegin() {
        return Duration.ofNanos(nanoTime.getAsLong() - beganNanos);
    }
}
