package dev.mooring.awsstandin.refresh;

import dev.mooring.awsstandin.refresh.RefreshedGroup.Member;
import dev.mooring.awsstandin.refresh.RefreshedGroup.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * A rolling instance refresh. It moves on whenever it is looked at, by the clock that it is given; instances in standby are left
 * alone.
 *
 * <ul>
 *   <li>New instances start as far as the maximum allows, and old ones end as far as the minimum does; a new one counts from the
 *       end of its warm-up. Amazon EC2 Auto Scaling user guide, "How an instance refresh works in an Auto Scaling group".
 *   <li>No more are replaced than the next checkpoint asks for; then it pauses, but not at 100 %. Without a last one at 100 %
 *       the rest stays as it is. "Add checkpoints to an instance refresh".
 *   <li>An alarm fails it, while it goes on and while it bakes. "Start an instance refresh with auto rollback".
 *   <li>To cancel it waits for what has begun and undoes nothing. API, CancelInstanceRefresh.
 *   <li>To roll back it replaces the new instances by ones of the former version, without checkpoints. "Undo changes with a
 *       rollback".
 * </ul>
 *
 * <p>Not known, and decided here: how the maximum is rounded (down), the order among old instances (the oldest first), and that
 * checkpoints which are reached together pause one after the other.
 *
 * <p>Thread-safe when the group is.
 */
public final class InstanceRefresh {
    private static final int EVERYBODY = 100;

    private final InstantSource clock;
    private final RefreshPreferences preferences;
    private final String former;
    private final String desired;
    private final RefreshedGroup group;
    private final BooleanSupplier alarmed;
    private final Instant start;
    private RefreshStatus status = RefreshStatus.IN_PROGRESS;
    private String reason = "";
    private int passed;
    private Instant pausedUntil;
    private Instant bakesUntil = Instant.MAX;
    private Instant end = Instant.MAX;

    /**
     * Begins at once, with the first look.
     *
     * @param former the version that the group had
     * @param desired the version that it is to have
     * @param alarmed whether one of the alarms that it watches is in ALARM
     */
    public InstanceRefresh(
            InstantSource clock,
            RefreshPreferences preferences,
            String former,
            String desired,
            RefreshedGroup group,
            BooleanSupplier alarmed) {
        this.clock = clock;
        this.preferences = preferences;
        this.former = former;
        this.desired = desired;
        this.group = group;
        this.alarmed = alarmed;
        this.start = clock.instant();
        this.pausedUntil = start;
    }

    /** Does what can be done now, and says where it is. */
    public synchronized RefreshStatus look() {
        switch (status) {
            case IN_PROGRESS -> goOn();
            case BAKING -> bake();
            case ROLLBACK_IN_PROGRESS -> goBack();
            case CANCELLING -> {
                if (settled()) {
                    end(RefreshStatus.CANCELLED, "Cancelled due to user request.");
                }
            }
            case SUCCESSFUL, FAILED, CANCELLED, ROLLBACK_FAILED, ROLLBACK_SUCCESSFUL -> {}
        }
        return status;
    }

    /** Why it is where it is; empty while nothing happened. */
    public synchronized String reason() {
        return reason;
    }

    public Instant start() {
        return start;
    }

    /** When it ended; the end of time before. */
    public synchronized Instant end() {
        return end;
    }

    /** The share of new instances that are ready; back to zero in a roll back. */
    public synchronized int percentComplete() {
        return group.desired() == 0 ? EVERYBODY : EVERYBODY * count(this::isUpdated) / group.desired();
    }

    /** How many have not been replaced. */
    public synchronized int left() {
        return Math.max(0, group.desired() - count(this::isUpdated));
    }

    /** Ends it where it is; false when there is nothing to cancel. */
    public synchronized boolean cancel() {
        if (!look().isActive()) {
            return false;
        }
        status = RefreshStatus.CANCELLING;
        look();
        return true;
    }

    /** Takes back what it has done; false when there is nothing to roll back. */
    public synchronized boolean rollBack() {
        if (look() != RefreshStatus.IN_PROGRESS && status != RefreshStatus.BAKING) {
            return false;
        }
        beginRollback("Rollback due to user request.");
        look();
        return true;
    }

    private void goOn() {
        if (alarmed.getAsBoolean()) {
            fail();
            return;
        }
        if (clock.instant().isBefore(pausedUntil)) {
            return;
        }
        replace(former, desired, allowed());
        pass();
        int all = share(checkpoints().isEmpty() ? EVERYBODY : checkpoints().getLast());
        if (passed == checkpoints().size()
                && !clock.instant().isBefore(pausedUntil)
                && group.desired() - count(is(former)) >= all
                && count(this::isUpdated) >= all) {
            status = RefreshStatus.BAKING;
            bakesUntil = clock.instant().plus(preferences.bake());
            bake();
        }
    }

    private void bake() {
        if (alarmed.getAsBoolean()) {
            fail();
        } else if (!clock.instant().isBefore(bakesUntil)) {
            end(RefreshStatus.SUCCESSFUL, "");
        }
    }

    private void goBack() {
        replace(desired, former, group.desired());
        if (count(is(desired)) == 0 && count(member -> isReady(member, former)) >= group.desired()) {
            end(RefreshStatus.ROLLBACK_SUCCESSFUL, reason);
        }
    }

    /** Pauses for each checkpoint that has been reached, one after the other. */
    private void pass() {
        List<Integer> checkpoints = checkpoints();
        while (passed < checkpoints.size()
                && percentComplete() >= checkpoints.get(passed)
                && !clock.instant().isBefore(pausedUntil)) {
            boolean isLast = checkpoints.get(passed) == EVERYBODY;
            passed++;
            pausedUntil = clock.instant().plus(isLast ? Duration.ZERO : preferences.checkpointDelay());
        }
    }

    private List<Integer> checkpoints() {
        return preferences.checkpoints();
    }

    /** How many instances may be new until the next checkpoint. */
    private int allowed() {
        List<Integer> checkpoints = checkpoints();
        return share(checkpoints.isEmpty() ? EVERYBODY : checkpoints.get(Math.min(passed, checkpoints.size() - 1)));
    }

    private int share(int percent) {
        return Math.ceilDiv(group.desired() * percent, EVERYBODY);
    }

    private void replace(String old, String next, int allowed) {
        boolean moved;
        do {
            int alive = count(member -> member.state() != State.TERMINATING && member.state() != State.STANDBY);
            int fresh = count(is(next));
            int ready = count(member -> isReady(member, next)) + count(inService(old));
            boolean launches = fresh < allowed && alive < preferences.most(group.desired());
            boolean ends = count(inService(old)) > 0
                    && ready - 1 >= preferences.least(group.desired())
                    && group.desired() - count(is(old)) < allowed;
            if (launches) {
                group.launch(next);
            } else if (ends) {
                group.members().stream()
                        .filter(inService(old))
                        .findFirst()
                        .ifPresent(member -> group.terminate(member.id()));
            }
            moved = launches || ends;
        } while (moved);
    }

    private void fail() {
        if (preferences.autoRollback()) {
            beginRollback("An alarm is in ALARM; the refresh is rolled back.");
        } else {
            end(RefreshStatus.FAILED, "An alarm is in ALARM.");
        }
    }

    private void beginRollback(String because) {
        status = RefreshStatus.ROLLBACK_IN_PROGRESS;
        reason = because;
    }

    private void end(RefreshStatus last, String because) {
        status = last;
        reason = because;
        end = clock.instant();
    }

    private boolean settled() {
        return count(member -> member.state() == State.PENDING || member.state() == State.TERMINATING) == 0;
    }

    private boolean isUpdated(Member member) {
        return isReady(member, desired);
    }

    private boolean isReady(Member member, String version) {
        return member.version().equals(version)
                && member.state() == State.IN_SERVICE
                && !clock.instant().isBefore(member.since().plus(preferences.warmUp()));
    }

    /** Those of a version that are there or come. */
    private static Predicate<Member> is(String version) {
        return member -> member.version().equals(version)
                && (member.state() == State.PENDING || member.state() == State.IN_SERVICE);
    }

    private static Predicate<Member> inService(String version) {
        return member -> member.version().equals(version) && member.state() == State.IN_SERVICE;
    }

    private int count(Predicate<Member> which) {
        return Math.toIntExact(group.members().stream().filter(which).count());
    }
}
