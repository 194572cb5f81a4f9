package dev.mooring.awsstandin.refresh;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A group whose instances take a given time to come and to go. Thread-safe. */
public final class TimedGroup implements RefreshedGroup {
    private final InstantSource clock;
    private final Duration boots;
    private final Duration leaves;
    private final int desired;
    private final List<Member> members = new ArrayList<>();
    private int launched;

    /**
     * A group in service.
     *
     * @param boots from the launch until an instance is in service
     * @param leaves from the termination until it is gone
     */
    public TimedGroup(InstantSource clock, int size, String version, Duration boots, Duration leaves) {
        this.clock = clock;
        this.boots = boots;
        this.leaves = leaves;
        for (int each = 0; each < size; each++) {
            members.add(new Member("i-" + ++launched, version, State.IN_SERVICE, Instant.EPOCH));
        }
        desired = size;
    }

    @Override
    public int desired() {
        return desired;
    }

    @Override
    public synchronized List<Member> members() {
        Instant now = clock.instant();
        members.removeIf(member -> member.state() == State.TERMINATING
                && !now.isBefore(member.since().plus(leaves)));
        members.replaceAll(member -> {
            Instant ready = member.since().plus(boots);
            return member.state() == State.PENDING && !now.isBefore(ready)
                    ? new Member(member.id(), member.version(), State.IN_SERVICE, ready)
                    : member;
        });
        return List.copyOf(members);
    }

    @Override
    public synchronized void launch(String version) {
        members.add(new Member("i-" + ++launched, version, State.PENDING, clock.instant()));
    }

    @Override
    public synchronized void terminate(String id) {
        become(id, State.TERMINATING);
    }

    /** Somebody takes it out of service to inspect it. */
    public synchronized void standBy(String id) {
        become(id, State.STANDBY);
    }

    private void become(String id, State state) {
        members.replaceAll(
                member -> member.id().equals(id) ? new Member(id, member.version(), state, clock.instant()) : member);
    }
}
