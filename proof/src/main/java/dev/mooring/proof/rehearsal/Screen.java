package dev.mooring.proof.rehearsal;

import dev.mooring.capacity.CapacityPlan;
import java.util.Formatter;
import java.util.Locale;
import java.util.Optional;

/** The one screen a rehearsal ends with. Pure. */
final class Screen {
    private Screen() {}

    /**
     * The screen, with a line end after each line.
     *
     * @param plan what the same server holds on the planned instance
     * @param host what verify found of this machine; empty where it was not run
     */
    static String of(RehearsalResult result, CapacityPlan plan, Optional<HostSummary> host, String reports) {
        StringBuilder built = new StringBuilder();
        Formatter text = new Formatter(built, Locale.ROOT);
        Moored moored = result.moored();
        SwarmReport swarm = result.swarm();
        text.format("%n");
        text.format(
                "%s: %,d connections held, %,d lost%n",
                result.passed() ? "Held" : "FAILED", moored.connections(), swarm.lost());
        text.format("%n");
        text.format("  A connection costs%n");
        text.format("    %-22s %,9.0f B    live objects, from none to all%n", "heap", moored.heapPerConnection());
        text.format(
                "    %-22s %,9.0f B    %s empty, %s with all%n",
                "resident memory",
                moored.residentPerConnection(),
                moored.residentEmpty().human(),
                moored.resident().human());
        if (moored.kernelPerConnection().isPresent()) {
            text.format(
                    "    %-22s %,9.0f B    slabs of one socket%n",
                    "kernel memory", moored.kernelPerConnection().getAsDouble());
        }
        text.format(
                "    %-22s %9.1f us   over %,d pings in two rounds of %d s%n",
                "CPU per ping and pong",
                moored.cpuPerPing().toNanos() / 1e3,
                moored.pings(),
                result.keepalive().toSeconds());
        text.format("%n");
        text.format("  On the way%n");
        text.format(
                "    %-22s %,9.0f /s   connect p50 %.1f ms, p99 %.1f ms, from the intended start%n",
                "handshakes",
                swarm.handshakesPerSecond(),
                swarm.percentile("connectMicros", "p50") / 1e3,
                swarm.percentile("connectMicros", "p99") / 1e3);
        text.format(
                "    %-22s %,9d ms   p99 %,d ms, longest gap %,d ms%n",
                "ping interval p50",
                swarm.percentile("pingIntervalMillis", "p50"),
                swarm.percentile("pingIntervalMillis", "p99"),
                swarm.json().path("longestPingGapMillis").asLong());
        text.format(
                "    %-22s %,9d      closed with 1012 in %d s, seconds within %.0f %% of even%n",
                "drained",
                swarm.drained(),
                Rehearsal.DRAIN_WINDOW.toSeconds(),
                100 * swarm.drainUnevenness((int) Rehearsal.DRAIN_WINDOW.toSeconds()));
        host.ifPresent(summary -> text.format("    %-22s %s%n", "this host", summary.sentence()));
        text.format("%n");
        text.format(
                "  The plan: %,d on one %s for $%,.0f a month; first limit %s at %,d%n",
                plan.maxConnections(),
                plan.spec().instance().name(),
                plan.cost().total(),
                plan.bindingLimit().name(),
                plan.bindingLimit().connections());
        text.format("  Reports:  %s%n", reports);
        return built.toString();
    }
}
