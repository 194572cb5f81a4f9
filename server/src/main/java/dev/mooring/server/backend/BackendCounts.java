package dev.mooring.server.backend;

import dev.mooring.server.Figure;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** What became of events, since the start. Thread-safe. */
public final class BackendCounts {
    final LongAdder calls = new LongAdder();
    final LongAdder failures = new LongAdder();
    final LongAdder timeouts = new LongAdder();
    final LongAdder refusals = new LongAdder();
    final LongAdder openings = new LongAdder();
    final LongAdder endsLost = new LongAdder();

    BackendCounts() {}

    /** Calls made. */
    public long calls() {
        return calls.sum();
    }

    /** Of those, the ones without an answer, or with one of 500 or more. */
    public long failures() {
        return failures.sum();
    }

    /** Events that were refused without a call. */
    public long refusals() {
        return refusals.sum();
    }

    /** Ends of connections that the backend may not have heard of. */
    public long endsLost() {
        return endsLost.sum();
    }

    List<Figure> figures() {
        return List.of(
                new Figure("mooring.backend.calls", "Events posted to the backend", true, calls::sum),
                new Figure("mooring.backend.failures", "Of those, the ones that failed", true, failures::sum),
                new Figure(
                        "mooring.backend.timeouts",
                        "Of those, the ones without an answer in time",
                        true,
                        timeouts::sum),
                new Figure("mooring.backend.refused", "Connects and messages refused unasked", true, refusals::sum),
                new Figure("mooring.backend.opened", "Times the backend was spared from then on", true, openings::sum),
                new Figure(
                        "mooring.backend.disconnects.lost",
                        "Ends of connections that the backend may not have heard of",
                        true,
                        endsLost::sum));
    }
}
