package dev.mooring.hostagent.lifecycle;

import dev.mooring.hostagent.aws.CreationSignal;
import dev.mooring.hostagent.aws.Entrance;
import dev.mooring.hostagent.aws.GroupMember;
import dev.mooring.hostagent.aws.LifecycleState;
import dev.mooring.hostagent.aws.TargetsHealth;
import dev.mooring.hostagent.lifecycle.HostState.AwaitingHealth;
import dev.mooring.hostagent.lifecycle.HostState.Away;
import dev.mooring.hostagent.lifecycle.HostState.Joining;
import dev.mooring.hostagent.lifecycle.HostState.Registering;
import dev.mooring.hostagent.lifecycle.HostState.Serving;
import dev.mooring.hostagent.server.Fill;
import dev.mooring.hostagent.server.OpenConnections;
import dev.mooring.hostagent.server.ServerAdmin;
import dev.mooring.hostagent.server.VerifyRun;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * The way in: verify, register, be found healthy, complete the launch hook, and tell the stack that waits.
 *
 * <p>One or two calls to AWS a step. What cannot be done by the deadline is given up: the launch is abandoned, and the
 * group replaces the instance.
 */
public final class Join {
    private final Optional<Entrance> entrance;
    private final GroupMember member;
    private final Optional<CreationSignal> signal;
    private final ServerAdmin server;
    private final VerifyRun verification;
    private final JoinDeadline deadline;
    private final LeavePace pace;
    private final InstantSource clock;

    /**
     * Calls nothing yet.
     *
     * @param entrance empty where the group registers its instances itself, or clients have addresses of their own
     * @param signal empty where no stack waits for its first hosts
     */
    public Join(
            Optional<Entrance> entrance,
            GroupMember member,
            Optional<CreationSignal> signal,
            ServerAdmin server,
            VerifyRun verification,
            JoinDeadline deadline,
            LeavePace pace,
            InstantSource clock) {
        this.entrance = entrance;
        this.member = member;
        this.signal = signal;
        this.server = server;
        this.verification = verification;
        this.deadline = deadline;
        this.pace = pace;
        this.clock = clock;
    }

    HostState verify() throws IOException, InterruptedException {
        LifecycleState lifecycle = member.state();
        if (lifecycle.isLeaving()) {
            return Leave.begin(Departure.termination(clock.instant(), pace));
        }
        if (lifecycle == LifecycleState.STANDBY) {
            // A new agent of a host that somebody looks at.
            return new Away(lifecycle, clock.instant());
        }
        if (lifecycle == LifecycleState.JOINED && registered()) {
            return serving();
        }
        boolean holdsClients = lifecycle == LifecycleState.JOINED && holdsClients();
        if (holdsClients && entrance.isPresent() && !entrance.get().remembers()) {
            // A new agent of a host that has served all along.
            entrance.get().register();
            return serving();
        }
        // One that comes back with its clients may be full, which is no reason to stay away.
        Optional<String> obstacle = holdsClients ? Optional.empty() : server.obstacle();
        if (obstacle.isEmpty()) {
            obstacle = verification.obstacle();
        }
        return obstacle.isEmpty()
                ? new Registering("")
                : giveUpLate(obstacle.get(), deadline.toJoin(), new Joining(obstacle.get()));
    }

    HostState register() {
        if (entrance.isEmpty()) {
            return new AwaitingHealth("");
        }
        if (entrance.get().health().anyDraining()) {
            String obstacle = "the address is still being deregistered";
            return giveUpLate(obstacle, deadline.toRegister(), new Registering(obstacle));
        }
        try {
            entrance.get().register();
            return new AwaitingHealth("");
        } catch (AwsServiceException refused) {
            String obstacle = "the registration was refused: " + refused.getMessage();
            return giveUpLate(obstacle, deadline.toRegister(), new Registering(obstacle));
        }
    }

    HostState awaitHealth() throws InterruptedException {
        if (entrance.isPresent()) {
            TargetsHealth health = entrance.get().health();
            if (!health.allHealthy() && !(health.allRegistered() && failsOnPurpose())) {
                String obstacle = health.toString();
                HostState waiting = health.allRegistered() ? new AwaitingHealth(obstacle) : new Registering(obstacle);
                return giveUpLate(obstacle, deadline.toRegister(), waiting);
            }
        }
        return completeLaunch();
    }

    private HostState completeLaunch() {
        return switch (member.state()) {
            case PENDING -> new AwaitingHealth("the launch hook has not begun");
            case PENDING_WAIT -> {
                member.completeLaunch();
                yield serving();
            }
            default -> serving();
        };
    }

    private boolean registered() {
        return entrance.isEmpty() || entrance.get().health().allRegistered();
    }

    private boolean holdsClients() throws InterruptedException {
        return server.openConnections() instanceof OpenConnections.Counted(long count, boolean draining)
                && count > 0
                && !draining;
    }

    /** Health checks say that a host is full, as one that comes back from standby may be. A new one cannot be. */
    private boolean failsOnPurpose() throws InterruptedException {
        return member.state() == LifecycleState.JOINED
                && server.fill().map(Fill::away).orElse(false);
    }

    /** The last step of the way in. One that fails is made again, and so is the signal. */
    private Serving serving() {
        signal.ifPresent(CreationSignal::success);
        return new Serving(clock.instant());
    }

    /** Without a launch to abandon the host keeps trying. */
    private HostState giveUpLate(String obstacle, Instant limit, HostState waiting) {
        if (clock.instant().isBefore(limit)
                || !member.hasLaunchHook()
                || member.state() != LifecycleState.PENDING_WAIT) {
            return waiting;
        }
        entrance.ifPresent(Entrance::deregister);
        signal.ifPresent(CreationSignal::failure);
        member.abandonLaunch();
        return Leave.begin(Departure.notJoined(obstacle, clock.instant()));
    }
}
