package dev.mooring.server.admin;

import dev.mooring.server.metrics.ServerCounters;
import java.time.Duration;

/** A server without a port: counters that its test moves, and the phase that a drain leaves it in. */
abstract class MadeServer implements ServerControl {
    final ServerCounters counters = new ServerCounters();
    volatile Phase phase = Phase.SERVING;

    @Override
    public final ServerCounters counters() {
        return counters;
    }

    @Override
    public final Phase phase() {
        return phase;
    }

    @Override
    public final Duration drainWindow() {
        return Duration.ofMinutes(15);
    }
}
