package dev.mooring.hostagent.lifecycle;

import dev.mooring.hostagent.lifecycle.HostState.Admitting;
import dev.mooring.hostagent.lifecycle.HostState.AwaitingHealth;
import dev.mooring.hostagent.lifecycle.HostState.Deregistering;
import dev.mooring.hostagent.lifecycle.HostState.Draining;
import dev.mooring.hostagent.lifecycle.HostState.Joining;
import dev.mooring.hostagent.lifecycle.HostState.Left;
import dev.mooring.hostagent.lifecycle.HostState.Registering;
import dev.mooring.hostagent.lifecycle.HostState.Serving;
import java.io.IOException;
import java.util.Optional;

/**
 * The steps of a host from boot to end. Each does one thing, may be repeated, and keeps nothing that is needed later
 * outside the state it returns, so the agent may die between or within any two.
 */
public final class HostLifecycle {
    private final DepartureWatch watch;
    private final Join join;
    private final Service service;
    private final Leave leave;

    public HostLifecycle(DepartureWatch watch, Join join, Service service, Leave leave) {
        this.watch = watch;
        this.join = join;
        this.service = service;
        this.leave = leave;
    }

    /**
     * Takes one step.
     *
     * @throws IOException when the metadata or the server failed; the same state is to be tried again
     */
    public HostState step(HostState state) throws IOException, InterruptedException {
        if (!state.isLeaving()) {
            Optional<Departure> departure = watch.departure();
            if (departure.isPresent()) {
                return Leave.begin(departure.get());
            }
        }
        return switch (state) {
            case Joining _ -> join.verify();
            case Registering _ -> join.register();
            case AwaitingHealth _ -> join.awaitHealth();
            case Serving serving -> service.serve(serving);
            case Deregistering deregistering -> leave.deregister(deregistering);
            case Admitting admitting -> leave.admit(admitting);
            case Draining draining -> leave.drain(draining);
            case Left left -> leave.settle(left);
        };
    }
}
