package dev.mooring.hostagent.lifecycle;

import dev.mooring.hostagent.lifecycle.HostState.Admitting;
import dev.mooring.hostagent.lifecycle.HostState.AwaitingHealth;
import dev.mooring.hostagent.lifecycle.HostState.Away;
import dev.mooring.hostagent.lifecycle.HostState.Deregistering;
import dev.mooring.hostagent.lifecycle.HostState.Draining;
import dev.mooring.hostagent.lifecycle.HostState.Joining;
import dev.mooring.hostagent.lifecycle.HostState.Left;
import dev.mooring.hostagent.lifecycle.HostState.Registering;
import dev.mooring.hostagent.lifecycle.HostState.Serving;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of a host from boot to end. Each does one thing, may be repeated, and keeps nothing that is needed later
 * outside the state it returns, so the agent may die between or within any two.
 */
public final class HostLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger("mooring-agent");

    private final DepartureWatch watch;
    private final Join join;
    private final Membership membership;
    private final Service service;
    private final Leave leave;

    public HostLifecycle(DepartureWatch watch, Join join, Membership membership, Service service, Leave leave) {
        this.watch = watch;
        this.join = join;
        this.membership = membership;
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
            case Serving serving -> {
                Optional<HostState> other = membership.otherThan(serving);
                yield other.isPresent() ? other.get() : service.serve(serving);
            }
            case Away away -> membership.away(away);
            case Deregistering(Departure departure) -> leave.deregister(new Deregistering(soonest(departure)));
            case Admitting(Departure departure, Instant due) -> leave.admit(new Admitting(soonest(departure), due));
            case Draining draining -> drain(draining);
            case Left left -> leave.settle(left);
        };
    }

    private HostState drain(Draining state) throws IOException, InterruptedException {
        Departure sooner = soonest(state.departure());
        return sooner.equals(state.departure()) ? leave.drain(state) : leave.hurry(state, sooner);
    }

    /** A notice during a drain leaves less time than the drain has. Metadata that does not answer holds no drain up. */
    private Departure soonest(Departure current) throws InterruptedException {
        try {
            return watch.departure()
                    .filter(next -> next.endsBefore(current))
                    .map(next -> next.after(current))
                    .orElse(current);
        } catch (IOException unread) {
            LOG.warn("the host goes on leaving without a look for a sooner end: {}", unread.toString());
            return current;
        }
    }
}
