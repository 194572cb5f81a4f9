package dev.mooring.hostagent.lifecycle;

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
     * The targets are being deregistered and the connections closed.
     *
     * @param asked whether the targets are deregistered and the server was asked to drain
     * @param heartbeatDue when the terminate hook is told next that this goes on
     * @param absences how often in a row nothing listened on the server's admin port
     */
    record Draining(Departure departure, boolean asked, Instant heartbeatDue, int absences) implements HostState {}

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
        return this instanceof Draining || this instanceof Left;
    }

    default boolean isSettled() {
        return this instanceof Left left && left.settled();
    }
}
