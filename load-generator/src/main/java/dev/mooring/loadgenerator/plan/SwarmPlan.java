package dev.mooring.loadgenerator.plan;

import dev.mooring.capacity.unit.RefusedException;

/**
 * Everything a run was asked to do.
 *
 * @param traffic on the open connections
 * @param expected what else the server must do
 * @param trust of connections with TLS
 */
public record SwarmPlan(
        Target target,
        RampPlan ramp,
        HoldPlan hold,
        TrafficPlan traffic,
        Expectations expected,
        ProcessPlan processes,
        Trust trust) {
    public SwarmPlan {
        trust.requireUse(target);
        int connections = ramp.connections();
        int most = Math.min(connections, ProcessPlan.MAX_PROCESSES);
        if (processes.count() > most) {
            throw RefusedException.of(
                    "processes",
                    processes.count(),
                    "is more than",
                    most,
                    "give fewer, or raise the limit of open files");
        }
        EchoPlan echo = traffic.echo();
        if (echo.connections() > connections) {
            throw RefusedException.of(
                    "echo", echo, "is more than", "connections=" + connections, "lower --echo or raise --connections");
        }
    }

    /** One that trusts the authorities of the system. */
    public SwarmPlan(
            Target target,
            RampPlan ramp,
            HoldPlan hold,
            TrafficPlan traffic,
            Expectations expected,
            ProcessPlan processes) {
        this(target, ramp, hold, traffic, expected, processes, Trust.SYSTEM);
    }
}
