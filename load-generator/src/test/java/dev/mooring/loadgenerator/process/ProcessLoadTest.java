package dev.mooring.loadgenerator.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.loadgenerator.measure.Counters;
import dev.mooring.loadgenerator.measure.LoopHistograms;
import dev.mooring.loadgenerator.measure.Measurement;
import dev.mooring.loadgenerator.measure.MeasurementJson;
import dev.mooring.loadgenerator.measure.Status;
import dev.mooring.loadgenerator.run.Load;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ProcessLoadTest {
    @Test
    void countsTheConnectionsOfADeadChildAsLost() throws Exception {
        Counters counters = new Counters();
        counters.opened.add(5);
        String line = MeasurementJson.mapper()
                .writeValueAsString(new ChildReport(new Status(counters.totals(), 1, true, false), null));
        List<String> dies = List.of("sh", "-c", "printf '%s\\n' \"$0\"; read first; exit 3", line);
        try (ProcessLoad load = new ProcessLoad(List.of(dies))) {
            assertEquals(5, load.status().totals().open());
            load.ramp();
            Status status = load.status();
            while (!status.finished()) {
                Thread.onSpinWait();
                status = load.status();
            }
            assertEquals(
                    Map.of("generator process ended with exit code 3", 5L),
                    status.totals().reasons().lost());
            assertEquals(0, status.totals().open());
            assertEquals(0, load.measurement().connectMicros().getTotalCount());
        }
    }

    @Test
    void reportsWhatItsLoadCountedAndTimed() throws Exception {
        FakeLoad load = new FakeLoad();
        PipedWriter parent = new PipedWriter();
        BufferedReader in = new BufferedReader(new PipedReader(parent));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        parent.write("RAMP\nHOLD\nFINISH\n");
        parent.flush();
        new ChildMain(load, in, new PrintStream(out, false, StandardCharsets.UTF_8), () -> {}).run();
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        ChildReport last = MeasurementJson.mapper().readValue(lines.getLast(), ChildReport.class);
        assertEquals(2, last.status().totals().connections().opened());
        assertTrue(last.status().finished());
        assertEquals(1, last.measurement().orElseThrow().connectMicros().getTotalCount());
    }

    @Test
    void endsWhenTheParentIsGone() throws Exception {
        CountDownLatch orphaned = new CountDownLatch(1);
        PipedWriter parent = new PipedWriter();
        BufferedReader in = new BufferedReader(new PipedReader(parent));
        PrintStream out = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
        FakeLoad load = new FakeLoad();
        ChildMain child = new ChildMain(load, in, out, () -> {
            orphaned.countDown();
            load.finish();
        });
        parent.close();
        child.run();
        assertEquals(0, orphaned.getCount());
    }

    private static final class FakeLoad implements Load {
        private final Counters counters = new Counters();
        private final LoopHistograms histograms = new LoopHistograms();
        private volatile boolean finished;

        @Override
        public void ramp() {
            counters.opened.increment();
        }

        @Override
        public void hold() {
            counters.opened.increment();
        }

        @Override
        public void finish() {
            finished = true;
        }

        @Override
        public Status status() {
            boolean over = finished;
            return new Status(counters.totals(), 0, true, over);
        }

        @Override
        public Measurement measurement() {
            histograms.connected(1000);
            return histograms.measurement();
        }

        @Override
        public void close() {
            finished = true;
        }
    }
}
