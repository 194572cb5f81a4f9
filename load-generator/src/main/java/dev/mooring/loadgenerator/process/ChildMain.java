package dev.mooring.loadgenerator.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.loadgenerator.measure.MeasurementJson;
import dev.mooring.loadgenerator.measure.Status;
import dev.mooring.loadgenerator.run.Load;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * A child process's side: obeys the parent's lines on standard input and reports on standard output.
 *
 * <p>Ends at once when its standard input ends, because then the parent is gone, however it died.
 */
public final class ChildMain {
    private static final Duration STEP = Duration.ofMillis(200);

    private final Load load;
    private final BufferedReader in;
    private final PrintStream out;
    private final Runnable orphaned;
    private final ObjectMapper json = MeasurementJson.mapper();

    /**
     * A child.
     *
     * @param orphaned what to do when the parent is gone
     */
    public ChildMain(Load load, BufferedReader in, PrintStream out, Runnable orphaned) {
        this.load = load;
        this.in = in;
        this.out = out;
        this.orphaned = orphaned;
    }

    /** Runs until everything is closed. */
    public void run() throws IOException, InterruptedException {
        Thread.ofVirtual().start(this::obey);
        Status status = load.status();
        while (!status.finished()) {
            write(new ChildReport(status, null));
            Thread.sleep(STEP);
            status = load.status();
        }
        write(new ChildReport(status, load.measurement()));
    }

    private void obey() {
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                switch (ChildCommand.valueOf(line)) {
                    case RAMP -> load.ramp();
                    case HOLD -> load.hold();
                    case FINISH -> load.finish();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            orphaned.run();
        }
    }

    private void write(ChildReport report) throws IOException {
        out.println(json.writeValueAsString(report));
        out.flush();
    }
}
