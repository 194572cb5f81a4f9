package dev.mooring.hostagent.lifecycle;

import dev.mooring.hostagent.aws.LifecycleState;
import java.time.Instant;

/**
 * Where a host is on its way through the fleet. An agent that starts anew begins with {@link Joining} whatever the host
 * has been through: AWS, the metadata and the server say how far it was.
 */
public sealed interface HostState {
    /** The server is not ready, or the host not yet verified. */
    record Joining(String obstacle) implements HostState {}

    /** The targets are not registered yet. */
    record Registering(String obstacle) implements HostState {}

    /** The targets are registered, the load balancer does not find all of them healthy yet. */
    record AwaitingHealth(String obstacle) implements HostState {}

    /**
     * In service.
     *
     * @param metricDue when the connection count is published next
     */
    record Serving(Instant metricDue) implements HostState {}

    /**
     * The group has it in standby, or has detached it. Its targets are deregistered, its connections stay until a load
     * balancer cuts them at the end of the deregistration delay, and nothing is published; it comes back when the group has it in
     * service.
     *
     * @param lookDue when the group is asked next
     */
    record Away(LifecycleState group, Instant lookDue) implements HostState {}

    /** The targets are to be deregistered. */
    record Deregistering(Departure departure) implements HostState {}

    /**
     * The targets are deregistered. The load balancer goes on sending, and the server goes on admitting.
     *
     * @param heartbeatDue when the terminate hook is told next that this goes on
     */
    record Admitting(Departure departure, Instant heartbeatDue) implements HostState {}

    /**
     * The server was asked to close its connections.
     *
     * @param heartbeatDue when the terminate hook is told next that this goes on
     * @param absences how often in a row nothing listened on the server's admin port
     */
    record Draining(Departure departure, Instant heartbeatDue, int absences) implements HostState {}

    /**
     * No connection is left, or the time to wait for that is over.
     *
     * @param settled whether the terminate hook has its answer, or there is none to answer
     */
    record Left(Departure departure, boolean settled) implements HostState {}

    static HostState start() {
        return new Joining("not looked yet");
    }

    default boolean isLeaving() {
        return switch (this) {
            case Deregistering _, Admitting _, Draining _, Left _ -> true;
            case Joining _, Registering _, AwaitingHealth _, Serving _, Away _ -> false;
        };
    }

    default boolean isSettled() {
        return this instanceof Left left && left.settled();
    }
}
