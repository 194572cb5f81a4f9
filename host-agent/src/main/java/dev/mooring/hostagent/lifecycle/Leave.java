package dev.mooring.hostagent.lifecycle;

import dev.mooring.hostagent.aws.Entrance;
import dev.mooring.hostagent.aws.GroupMember;
import dev.mooring.hostagent.aws.LifecycleState;
import dev.mooring.hostagent.lifecycle.HostState.Admitting;
import dev.mooring.hostagent.lifecycle.HostState.Deregistering;
import dev.mooring.hostagent.lifecycle.HostState.Draining;
import dev.mooring.hostagent.lifecycle.HostState.Left;
import dev.mooring.hostagent.server.OpenConnections;
import dev.mooring.hostagent.server.ServerAdmin;
import dev.mooring.hostagent.server.ServerUnit;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The way out: deregister; admit whom the load balancer still sends; drain; tell the terminate hook meanwhile that it goes
 * on; complete it when no connection is left or the time is over.
 */
public final class Leave {
    private static final Logger LOG = LoggerFactory.getLogger("mooring-agent");
    /** A server that is being restarted is back before this many steps. */
    private static final int ABSENCES_OF_AN_ENDED_SERVER = 3;

    /** How long the drain waits for a deregistration that fails. */
    private static final Duration MAX_DEREGISTRATION_WAIT = Duration.ofSeconds(20);

    private final Optional<Entrance> entrance;
    private final GroupMember member;
    private final ServerAdmin server;
    private final ServerUnit unit;
    private final Duration heartbeatInterval;
    private final InstantSource clock;

    public Leave(
            Optional<Entrance> entrance,
            GroupMember member,
            ServerAdmin server,
            ServerUnit unit,
            Duration heartbeatInterval,
            InstantSource clock) {
        this.entrance = entrance;
        this.member = member;
        this.server = server;
        this.unit = unit;
        this.heartbeatInterval = heartbeatInterval;
        this.clock = clock;
    }

    static Deregistering begin(Departure departure) {
        return new Deregistering(departure);
    }

    HostState deregister(Deregistering state) throws InterruptedException {
        endMoves();
        deregister(state.departure());
        Instant now = clock.instant();
        Admitting admitting = new Admitting(state.departure().deregistered(now), now);
        try {
            return admit(admitting);
        } catch (IOException unasked) {
            LOG.warn("the server did not take the drain, and is asked again: {}", unasked.toString());
            return admitting;
        }
    }

    /** Who is sent here meanwhile is admitted, and told with the others. */
    HostState admit(Admitting state) throws IOException, InterruptedException {
        if (clock.instant().isBefore(state.departure().admitUntil()) && admits()) {
            return new Admitting(state.departure(), heartbeat(state.heartbeatDue()));
        }
        ask(state.departure());
        return new Draining(state.departure(), state.heartbeatDue(), 0);
    }

    /** A server that drains admits nobody any more: an agent before this one, or somebody else, asked it. */
    private boolean admits() throws InterruptedException {
        return switch (server.openConnections()) {
            case OpenConnections.Counted(long _, boolean draining) -> !draining;
            case OpenConnections.NoServer _ -> !unit.ended();
            case OpenConnections.Unknown _ -> true;
        };
    }

    /** Shortens the drain under way: what is left of it takes the time that is left. */
    HostState hurry(Draining state, Departure sooner) throws IOException, InterruptedException {
        ask(sooner);
        return new Draining(sooner, state.heartbeatDue(), state.absences());
    }

    HostState drain(Draining state) throws IOException, InterruptedException {
        OpenConnections open = server.openConnections();
        int absences = open instanceof OpenConnections.NoServer ? absences(state) : 0;
        boolean late = !clock.instant().isBefore(state.departure().deadline());
        if (late) {
            LOG.warn("the time to drain is over; the server says {}", open);
        }
        if (late || open.equals(new OpenConnections.Counted(0, true)) || absences == ABSENCES_OF_AN_ENDED_SERVER) {
            return new Left(state.departure(), false);
        }
        if (open instanceof OpenConnections.Counted(long _, boolean draining) && !draining) {
            // It was started again and has not heard of it: nothing else would end this wait.
            ask(state.departure());
        }
        return new Draining(state.departure(), heartbeat(state.heartbeatDue()), absences);
    }

    /** One that systemd does not start again has been absent often enough. */
    private int absences(Draining state) throws InterruptedException {
        return unit.ended() ? ABSENCES_OF_AN_ENDED_SERVER : state.absences() + 1;
    }

    HostState settle(Left state) {
        deregisterAgain();
        LifecycleState lifecycle = member.state();
        if (lifecycle == LifecycleState.TERMINATING_WAIT) {
            member.completeTermination();
        }
        boolean settled = lifecycle == LifecycleState.TERMINATING_WAIT
                || lifecycle == LifecycleState.GONE
                || state.departure().kind() == Departure.Kind.SHUTDOWN
                || !member.hasTerminateHook();
        return new Left(state.departure(), settled);
    }

    private void ask(Departure departure) throws IOException, InterruptedException {
        try {
            server.drain(departure.windowLeft(clock.instant()));
        } catch (ConnectException none) {
            LOG.info("no server is left to drain");
        }
    }

    /** Who is moved now finds his way at the pace of the drain as well, once nobody is sent here any more. */
    private void endMoves() throws InterruptedException {
        try {
            server.move(0, Duration.ZERO);
        } catch (IOException unmoved) {
            LOG.info("no moves were ended: {}", unmoved.toString());
        }
    }

    /** Clients that are closed while the load balancer still sends here return and are refused: better than none told. */
    private void deregister(Departure departure) {
        try {
            entrance.ifPresent(Entrance::deregister);
        } catch (SdkException failed) {
            if (clock.instant().isBefore(departure.since().plus(MAX_DEREGISTRATION_WAIT))) {
                throw failed;
            }
            LOG.warn("draining although the targets could not be deregistered: {}", failed.toString());
        }
    }

    /** Nothing else removes the target of an address, and the drain may have gone ahead without. One more call a step. */
    private void deregisterAgain() {
        try {
            entrance.ifPresent(Entrance::deregister);
        } catch (SdkException failed) {
            LOG.warn("the targets may stay registered: {}", failed.toString());
        }
    }

    /**
     * The hook begins some time after the instance learns of it, so it is looked for until it is there. A group that does not
     * answer is asked again at the next step, and holds nothing else up.
     */
    private Instant heartbeat(Instant due) {
        Instant now = clock.instant();
        try {
            if (now.isBefore(due) || member.state() != LifecycleState.TERMINATING_WAIT) {
                return due;
            }
            member.heartbeat();
            return now.plus(heartbeatInterval);
        } catch (SdkException unanswered) {
            LOG.warn("the group was not told that the host still leaves: {}", unanswered.toString());
            return due;
        }
    }
}
