package dev.mooring.loadgenerator.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.loadgenerator.measure.Measurement;
import dev.mooring.loadgenerator.measure.MeasurementJson;
import dev.mooring.loadgenerator.measure.Status;
import dev.mooring.loadgenerator.measure.Totals;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The parent's view of one child process. A child that dies counts as having lost its connections, and never holds up
 * the run.
 *
 * <p>Thread-safe: one virtual thread reads the child's lines, others ask.
 */
final class Child {
    private static final Status NOTHING = new Status(Totals.ZERO, 0, false, false);

    private final Process process;
    private final ObjectMapper json = MeasurementJson.mapper();
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile Status status = NOTHING;
    private volatile @Nullable Measurement measured;

    Child(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::read);
    }

    /** Waits for the first report, or the end. */
    void awaitReady() throws InterruptedException {
        ready.await();
    }

    void tell(ChildCommand command) {
        try {
            Writer writer = process.outputWriter();
            writer.write(command.name() + "\n");
            writer.flush();
        } catch (IOException e) {
            // The child has died; the reading thread notices and counts it.
            process.destroyForcibly();
        }
    }

    Status status() {
        return status;
    }

    Optional<Measurement> measurement() {
        return Optional.ofNullable(measured);
    }

    void destroy() {
        process.destroyForcibly();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                ChildReport report = json.readValue(line, ChildReport.class);
                report.measurement().ifPresent(measurement -> measured = measurement);
                status = report.status();
                ready.countDown();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        }
        ended(process.onExit().join().exitValue());
    }

    private void ended(int exitCode) {
        if (measured == null) {
            Totals totals = status.totals().withAllLost("generator process ended with exit code " + exitCode);
            status = new Status(totals, status.cpuMicros(), true, true);
        }
        ready.countDown();
    }
}
