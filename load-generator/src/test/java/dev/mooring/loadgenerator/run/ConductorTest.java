package dev.mooring.loadgenerator.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.output.StopRequest;
import dev.mooring.loadgenerator.measure.Counters;
import dev.mooring.loadgenerator.measure.Measurement;
import dev.mooring.loadgenerator.measure.Status;
import dev.mooring.loadgenerator.measure.Totals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConductorTest {
    private final StopRequest stop = new StopRequest();
    private final FakeLoad load = new FakeLoad();
    private final List<Sample> seen = new ArrayList<>();
    private long nanos;

    /** Opens one connection a look up to three, closes one a look. */
    private static final class FakeLoad implements Load {
        final List<String> calls = new ArrayList<>();
        final Counters counters = new Counters();
        private long cpuMicros;

        @Override
        public void ramp() {
            calls.add("ramp");
        }

        @Override
        public void hold() {
            calls.add("hold");
        }

        @Override
        public void finish() {
            calls.add("finish");
        }

        @Override
        public Status status() {
            if (calls.contains("finish")) {
                counters.ended.increment();
            } else if (counters.opened.sum() < 3) {
                counters.opened.increment();
            }
            Totals totals = counters.totals();
            cpuMicros += 7;
            return new Status(totals, cpuMicros, totals.connections().opened() == 3, totals.open() <= 0);
        }

        @Override
        public Measurement measurement() {
            return Measurement.none();
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }

    @Test
    void leadsThroughThePhasesInOrder() throws Exception {
        Outcome outcome = conductor().run(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertEquals(List.of("ramp", "hold", "finish"), load.calls);
        assertEquals(3, outcome.hold().totals().open());
        assertEquals(0, outcome.end().open());
        assertEquals(14, outcome.ramp().cpuMicros());
        assertTrue(
                outcome.hold().time().compareTo(Duration.ofSeconds(2)) >= 0,
                outcome.hold().time().toString());
        assertFalse(outcome.interrupted());
        assertEquals(
                List.of(Phase.RAMP, Phase.SETTLE, Phase.HOLD, Phase.CLOSE),
                seen.stream().map(Sample::phase).distinct().toList());
    }

    @Test
    void closesAtOnceWhenAStopIsRequestedInTheHold() throws Exception {
        Outcome outcome = new Conductor(load, stop, () -> nanos, this::pass, sample -> {
                    seen.add(sample);
                    if (sample.phase() == Phase.HOLD) {
                        stop.request();
                    }
                })
                .run(Duration.ZERO, Duration.ofHours(10));
        assertTrue(outcome.interrupted());
        assertEquals(List.of("ramp", "hold", "finish"), load.calls);
        assertEquals(0, outcome.end().open());
    }

    /** Attempts go on being answered until the close. */
    @ParameterizedTest
    @CsvSource({"RAMP, 2", "SETTLE, 3"})
    void tellsOfOneMomentWhenAStopIsRequestedBeforeTheHold(Phase phase, int opened) throws Exception {
        Outcome outcome = new Conductor(load, stop, () -> nanos, this::pass, sample -> {
                    seen.add(sample);
                    if (sample.phase() == phase) {
                        stop.request();
                    }
                })
                .run(Duration.ofHours(1), Duration.ofHours(10));
        assertTrue(outcome.interrupted());
        assertEquals(List.of("ramp", "finish"), load.calls);
        assertEquals(opened, outcome.hold().totals().connections().opened());
        assertEquals(outcome.ramp().totals(), outcome.hold().totals());
        assertEquals(Duration.ZERO, outcome.hold().time());
        Sample last =
                seen.stream().filter(sample -> sample.phase() == phase).toList().getLast();
        assertEquals(last.totals(), outcome.hold().totals());
    }

    @Test
    void keepsALongRunInABoundedNumberOfSamples() throws Exception {
        Outcome outcome = conductor().run(Duration.ZERO, Duration.ofHours(10));
        assertTrue(
                outcome.timeline().size() <= Timeline.MAX_SAMPLES,
                "samples " + outcome.timeline().size());
        assertTrue(
                outcome.timeline().size() > Timeline.MAX_SAMPLES / 4,
                "samples " + outcome.timeline().size());
        assertEquals(0, outcome.timeline().getLast().totals().open());
    }

    private Conductor conductor() {
        return new Conductor(load, stop, () -> nanos, this::pass, seen::add);
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }
}
