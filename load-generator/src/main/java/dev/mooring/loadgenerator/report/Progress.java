package dev.mooring.loadgenerator.report;

import dev.mooring.loadgenerator.measure.Totals;
import dev.mooring.loadgenerator.run.Phase;
import dev.mooring.loadgenerator.run.Sample;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** Progress of a run: one redrawn line on a terminal, a line every 5 seconds anywhere else. Used by one thread. */
public final class Progress implements Consumer<Sample> {
    private static final Duration STEP = Duration.ofSeconds(5);
    private static final Duration WINDOW = Duration.ofSeconds(1);
    private static final int BAR = 20;
    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintStream out;
    private final boolean terminal;
    private final int connections;
    private Sample rateSince = new Sample(Duration.ZERO, Phase.RAMP, Totals.ZERO);
    private Duration lastLine = Duration.ZERO;
    private double rate;

    public Progress(PrintStream out, boolean terminal, int connections) {
        this.out = out;
        this.terminal = terminal;
        this.connections = connections;
    }

    @Override
    public void accept(Sample sample) {
        updateRate(sample);
        if (terminal) {
            out.print(CLEAR_LINE + bar(sample.totals().open()) + text(sample));
            out.flush();
        } else if (sample.time().minus(lastLine).compareTo(STEP) >= 0) {
            lastLine = sample.time();
            out.println(text(sample));
        }
    }

    /** Leaves the redrawn line, so that a report can follow. */
    public void end() {
        if (terminal) {
            out.print(CLEAR_LINE);
            out.flush();
        }
    }

    private void updateRate(Sample sample) {
        Duration passed = sample.time().minus(rateSince.time());
        if (passed.compareTo(WINDOW) >= 0) {
            rate = (sample.totals().connections().opened()
                            - rateSince.totals().connections().opened())
                    / (passed.toNanos() / 1e9);
            rateSince = sample;
        }
    }

    private String bar(long open) {
        int full = Math.clamp(open * BAR / connections, 0, BAR);
        return "[" + "#".repeat(full) + ".".repeat(BAR - full) + "] ";
    }

    private String text(Sample sample) {
        Totals totals = sample.totals();
        String line = String.format(
                Locale.ROOT,
                "%5ds %-6s open %,d of %,d  rate %,.0f/s  not opened %,d  lost %,d  pings %,d",
                sample.time().toSeconds(),
                sample.phase().name().toLowerCase(Locale.ROOT),
                totals.open(),
                connections,
                rate,
                totals.refusedCount() + totals.failedCount(),
                totals.lostCount(),
                totals.frames().pings());
        return totals.connections().moved() == 0
                ? line
                : line
                        + String.format(
                                Locale.ROOT, "  moved %,d", totals.connections().moved());
    }
}
