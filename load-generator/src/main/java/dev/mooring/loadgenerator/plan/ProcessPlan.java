package dev.mooring.loadgenerator.plan;

import dev.mooring.capacity.unit.RefusedException;

/**
 * The processes and threads that hold the connections.
 *
 * @param count of processes
 * @param eventLoops threads of one process
 */
public record ProcessPlan(int count, int eventLoops) {
    /** Each has three descriptors of its own, all out of the reserve of {@link OpenFiles}. */
    private static final int MAX_LOOPS = 64;

    /** Of one run; each is a JVM of some 60 MiB. */
    static final int MAX_PROCESSES = 256;

    public ProcessPlan {
        Bound.requireAtLeastOne("event-loops", eventLoops);
        if (eventLoops > MAX_LOOPS) {
            throw RefusedException.of(
                    "event-loops", eventLoops, "is more than", MAX_LOOPS, "give fewer, or more --processes");
        }
        Bound.requireAtLeastOne("processes", count);
    }
}
