package dev.mooring.loadgenerator.measure;

/**
 * How far a run, or one process of it, has come.
 *
 * @param cpuMicros processor time used by the generator so far
 * @param ramped every connection has been started, and has opened or failed
 * @param finished every connection is closed
 */
public record Status(Totals totals, long cpuMicros, boolean ramped, boolean finished) {
    /** With more deliveries, which others than the connections know of. */
    public Status plus(Deliveries more) {
        return new Status(totals.plus(more), cpuMicros, ramped, finished);
    }

    public Status plus(Status other) {
        return new Status(
                totals.plus(other.totals),
                cpuMicros + other.cpuMicros,
                ramped && other.ramped,
                finished && other.finished);
    }
}
