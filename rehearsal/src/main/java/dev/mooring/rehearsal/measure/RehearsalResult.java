package dev.mooring.rehearsal.measure;

import dev.mooring.workbench.shipped.SwarmReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything a rehearsal found; an interrupted one lacks what came later.
 *
 * @param failures sentences about what did not work
 * @param interrupted whether a person ended it early
 * @param took from the start of the server to the end
 */
public record RehearsalResult(
        Asked asked,
        Measured measured,
        Optional<StackFindings> stack,
        Optional<SwarmReport> swarm,
        List<String> failures,
        boolean interrupted,
        Duration took) {
    /**
     * What was to be held.
     *
     * @param keepalive of the server
     */
    public record Asked(int connections, Duration keepalive) {}

    /**
     * What was measured of the server.
     *
     * @param held the most that it had open at once
     */
    public record Measured(
            long held,
            Optional<ConnectionMemory> memory,
            Optional<KeepaliveWindow> keepaliveWindow,
            Optional<DrainCurve> drain) {}

    public RehearsalResult {
        failures = List.copyOf(failures);
    }

    /** What is wrong, in sentences; none means that everything was held and nothing was lost. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>(failures);
        if (interrupted) {
            problems.add("Interrupted; these are the figures up to then.");
            return problems;
        }
        swarm.ifPresentOrElse(
                figures -> problems.addAll(figures.problems()), () -> problems.add("The clients left no report."));
        measured.drain()
                .filter(curve -> !curve.isComplete())
                .ifPresent(curve -> problems.add(
                        curve.points().getLast().open() + " connections were still open after the drain."));
        return problems;
    }

    public boolean passed() {
        return problems().isEmpty();
    }
}
