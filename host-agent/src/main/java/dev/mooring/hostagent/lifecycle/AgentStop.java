package dev.mooring.hostagent.lifecycle;

import java.time.Duration;

/** What a signal asked of the agent. Thread-safe. */
public final class AgentStop {
    private boolean agentStops;
    private boolean machineStops;

    /** The agent alone ends: the host stays in service, and a new agent continues. */
    public synchronized void stopAgent() {
        agentStops = true;
        notifyAll();
    }

    /** The machine ends: the host leaves before. */
    public synchronized void leave() {
        machineStops = true;
        notifyAll();
    }

    public synchronized boolean agentStops() {
        return agentStops;
    }

    public synchronized boolean machineStops() {
        return machineStops;
    }

    /** Waits, but not longer than until something new is asked. */
    synchronized void await(Duration pause) throws InterruptedException {
        boolean stopsNow = machineStops;
        long end = System.nanoTime() + pause.toNanos();
        long left = pause.toMillis();
        while (!agentStops && machineStops == stopsNow && left > 0) {
            wait(left);
            left = (end - System.nanoTime()) / 1_000_000;
        }
    }
}
