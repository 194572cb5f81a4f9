package dev.mooring.hostagent.lifecycle;

import dev.mooring.hostagent.aws.Entrance;
import dev.mooring.hostagent.aws.GroupMember;
import dev.mooring.hostagent.aws.LifecycleState;
import dev.mooring.hostagent.lifecycle.HostState.Away;
import dev.mooring.hostagent.lifecycle.HostState.Joining;
import dev.mooring.hostagent.lifecycle.HostState.Serving;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What the group says of a host that serves, asked once a minute: the metadata do not tell of standby and detachment, and have
 * been seen to tell of a termination late. A group that does not answer changes nothing.
 */
public final class Membership {
    private static final Logger LOG = LoggerFactory.getLogger("mooring-agent");
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final Optional<Entrance> entrance;
    private final GroupMember member;
    private final LeavePace pace;
    private final InstantSource clock;

    public Membership(Optional<Entrance> entrance, GroupMember member, LeavePace pace, InstantSource clock) {
        this.entrance = entrance;
        this.member = member;
        this.pace = pace;
        this.clock = clock;
    }

    /** What to be instead of serving; empty to go on. */
    Optional<HostState> otherThan(Serving state) {
        if (clock.instant().isBefore(state.metricDue())) {
            return Optional.empty();
        }
        try {
            LifecycleState group = member.state();
            if (group.isLeaving()) {
                return Optional.of(Leave.begin(Departure.termination(clock.instant(), pace)));
            }
            return group.isAway() ? Optional.of(away(group)) : Optional.empty();
        } catch (SdkException unanswered) {
            LOG.warn("the group does not say whether this host is in service: {}", unanswered.toString());
            return Optional.empty();
        }
    }

    /** Deregisters at each look, in case the first time failed. */
    HostState away(Away state) {
        if (clock.instant().isBefore(state.lookDue())) {
            return state;
        }
        LifecycleState group = member.state();
        if (group.isLeaving()) {
            return Leave.begin(Departure.termination(clock.instant(), pace));
        }
        return group.isAway() ? away(group) : new Joining("the group has it in service again");
    }

    private Away away(LifecycleState group) {
        entrance.ifPresent(Entrance::deregister);
        return new Away(group, clock.instant().plus(INTERVAL));
    }
}
