package dev.mooring.awsstandin.refresh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.awsstandin.SettableClock;
import dev.mooring.awsstandin.refresh.RefreshedGroup.Member;
import dev.mooring.awsstandin.refresh.RefreshedGroup.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A refresh of hosts that boot in five minutes and drain in twenty, minute by minute. */
class InstanceRefreshTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration BOOT = Duration.ofMinutes(5);
    private static final Duration DRAIN = Duration.ofMinutes(20);
    private static final Duration WARM_UP = Duration.ofMinutes(3);
    private static final int MAX_MINUTES = 10_000;

    private final SettableClock clock = new SettableClock();
    private boolean alarmed;

    @Test
    void startsTheNewHostBeforeTheOnlyOneEnds() {
        TimedGroup group = group(1);
        InstanceRefresh refresh = refresh(group, preferences(100, 200, List.of()));

        assertEquals(RefreshStatus.IN_PROGRESS, refresh.look());
        assertEquals(List.of(State.IN_SERVICE, State.PENDING), states(group));
        pass(BOOT.plus(WARM_UP).minus(MINUTE), refresh);
        assertEquals(List.of(State.IN_SERVICE, State.IN_SERVICE), states(group), "it warms up");
        pass(MINUTE, refresh);
        assertEquals(List.of(State.TERMINATING, State.IN_SERVICE), states(group));
        assertEquals(100, refresh.percentComplete());
    }

    @Test
    void pausesAfterEachCheckpointAndReplacesNoMoreBeforeIt() {
        TimedGroup group = group(8);
        InstanceRefresh refresh = refresh(group, preferences(100, 200, List.of(25, 50, 75, 100)));
        List<Integer> begun = new ArrayList<>();
        while (refresh.look() == RefreshStatus.IN_PROGRESS) {
            int fresh = Math.toIntExact(group.members().stream()
                    .filter(member -> member.version().equals("2"))
                    .count());
            if (begun.isEmpty() || begun.getLast() != fresh) {
                begun.add(fresh);
            }
            clock.advance(MINUTE);
        }

        assertEquals(List.of(2, 4, 6, 8), begun);
        assertEquals(RefreshStatus.BAKING, refresh.look());
        Duration took = Duration.between(refresh.start(), clock.instant());
        assertEquals(BOOT.plus(WARM_UP).multipliedBy(4).plus(Duration.ofMinutes(30)), took);
    }

    @Test
    void watchesForTheBakeTimeAtItsEnd() {
        InstanceRefresh refresh = refresh(group(2), preferences(100, 200, List.of()));
        until(refresh, RefreshStatus.BAKING);
        Instant baking = clock.instant();

        until(refresh, RefreshStatus.SUCCESSFUL);

        assertEquals(baking.plus(Duration.ofMinutes(10)), refresh.end());
    }

    @Test
    void leavesTheRestAloneWhenTheLastCheckpointIsNotEverybody() {
        TimedGroup group = group(4);
        InstanceRefresh refresh = refresh(group, preferences(100, 200, List.of(50)));

        until(refresh, RefreshStatus.SUCCESSFUL);

        assertEquals(2, versions(group, "1"));
        assertEquals(2, versions(group, "2"));
    }

    @Test
    void endsHostsFirstWhereFewerMayBeHealthy() {
        TimedGroup group = group(4);
        InstanceRefresh refresh = refresh(group, preferences(50, 100, List.of()));

        refresh.look();

        assertEquals(
                List.of(
                        State.TERMINATING,
                        State.TERMINATING,
                        State.IN_SERVICE,
                        State.IN_SERVICE,
                        State.PENDING,
                        State.PENDING),
                states(group));
    }

    @Test
    void failsOnAnAlarmAndReplacesNobodyAnyMore() {
        TimedGroup group = group(4);
        InstanceRefresh refresh = refresh(group, preferences(100, 125, List.of()));
        pass(Duration.ofMinutes(9), refresh);
        alarmed = true;

        assertEquals(RefreshStatus.FAILED, refresh.look());
        assertEquals("An alarm is in ALARM.", refresh.reason());
        int fresh = versions(group, "2");
        pass(Duration.ofHours(2), refresh);
        assertEquals(fresh, versions(group, "2"));
    }

    @Test
    void failsOnAnAlarmWhileItBakes() {
        InstanceRefresh refresh = refresh(group(1), preferences(100, 200, List.of()));
        until(refresh, RefreshStatus.BAKING);
        alarmed = true;

        assertEquals(RefreshStatus.FAILED, refresh.look());
    }

    @Test
    void rollsBackByItselfWhereItIsTold() {
        TimedGroup group = group(4);
        InstanceRefresh refresh = new InstanceRefresh(
                clock,
                new RefreshPreferences(
                        100, 125, List.of(25, 100), Duration.ofMinutes(10), WARM_UP, Duration.ZERO, true),
                "1",
                "2",
                group,
                this::isAlarmed);
        pass(Duration.ofMinutes(30), refresh);
        assertTrue(refresh.percentComplete() > 0);
        alarmed = true;

        until(refresh, RefreshStatus.ROLLBACK_SUCCESSFUL);

        pass(DRAIN, refresh);
        assertEquals(4, versions(group, "1"));
        assertEquals(0, versions(group, "2"));
        assertEquals(0, refresh.percentComplete());
    }

    @Test
    void waitsForWhatHasBegunWhenItIsCancelledAndUndoesNothing() {
        TimedGroup group = group(4);
        InstanceRefresh refresh = refresh(group, preferences(100, 125, List.of()));
        pass(Duration.ofMinutes(3), refresh);
        assertTrue(refresh.cancel());
        assertEquals(RefreshStatus.CANCELLING, refresh.look());

        until(refresh, RefreshStatus.CANCELLED);

        assertEquals(4, versions(group, "1"));
        assertEquals(1, versions(group, "2"), "it was booting");
        assertFalse(refresh.cancel(), "nothing is left to cancel");
        assertFalse(refresh.rollBack(), "nothing is left to roll back");
    }

    @Test
    void leavesAHostInStandbyAlone() {
        TimedGroup group = group(3);
        group.standBy("i-2");
        InstanceRefresh refresh = refresh(group, preferences(60, 150, List.of()));

        pass(Duration.ofHours(3), refresh);

        assertEquals(
                List.of("i-2"),
                group.members().stream()
                        .filter(member -> member.version().equals("1"))
                        .map(Member::id)
                        .toList());
    }

    /** Whatever the preferences and whenever an alarm, a cancel or a roll back comes: the bounds hold, and it comes to an end. */
    @Test
    void keepsItsBoundsAndEndsWhateverHappens() {
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            int size = 1 + random.nextInt(12);
            int least = random.nextInt(101);
            RefreshPreferences preferences = preferences(
                    least, 100 + random.nextInt(least + 1), random.nextBoolean() ? List.of() : List.of(30, 100));
            TimedGroup group = group(size);
            alarmed = false;
            InstanceRefresh refresh = refresh(group, preferences);
            int event = random.nextInt(200);
            for (int minute = 0; refresh.look().isActive(); minute++) {
                assertTrue(minute < MAX_MINUTES, "no end with seed " + seed);
                long ready = group.members().stream()
                        .filter(member -> member.state() == State.IN_SERVICE)
                        .count();
                long alive = group.members().stream()
                        .filter(member -> member.state() != State.TERMINATING)
                        .count();
                assertTrue(ready >= preferences.least(size), "ready " + ready + " of " + size + ", seed " + seed);
                assertTrue(alive <= preferences.most(size), "alive " + alive + " of " + size + ", seed " + seed);
                if (minute == event) {
                    happens(random.nextInt(4), refresh);
                }
                clock.advance(MINUTE);
            }
        }
    }

    private void happens(int what, InstanceRefresh refresh) {
        switch (what) {
            case 0 -> refresh.cancel();
            case 1 -> refresh.rollBack();
            case 2 -> alarmed = true;
            default -> {}
        }
    }

    @Test
    void refusesPreferencesThatTheServiceRefuses() {
        assertEquals("MinHealthyPercentage=101 is outside 0-100", refused(101, 150, List.of()));
        assertEquals("MaxHealthyPercentage=201 is outside 100-200", refused(100, 201, List.of()));
        assertEquals(
                "MaxHealthyPercentage=200 is more than 100 above MinHealthyPercentage=90", refused(90, 200, List.of()));
        assertEquals("CheckpointPercentages=[50, 50] are not ascending", refused(100, 200, List.of(50, 50)));
    }

    private static String refused(int least, int most, List<Integer> checkpoints) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> preferences(least, most, checkpoints))
                .getMessage());
    }

    private TimedGroup group(int size) {
        return new TimedGroup(clock, size, "1", BOOT, DRAIN);
    }

    private InstanceRefresh refresh(TimedGroup group, RefreshPreferences preferences) {
        return new InstanceRefresh(clock, preferences, "1", "2", group, this::isAlarmed);
    }

    private boolean isAlarmed() {
        return alarmed;
    }

    private static RefreshPreferences preferences(int least, int most, List<Integer> checkpoints) {
        return new RefreshPreferences(
                least, most, checkpoints, Duration.ofMinutes(10), WARM_UP, Duration.ofMinutes(10), false);
    }

    private void pass(Duration time, InstanceRefresh refresh) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(MINUTE)) {
            clock.advance(MINUTE);
            refresh.look();
        }
    }

    private void until(InstanceRefresh refresh, RefreshStatus wanted) {
        for (int minute = 0; refresh.look() != wanted; minute++) {
            assertTrue(minute < MAX_MINUTES, "still " + refresh.look() + ", wanted " + wanted);
            clock.advance(MINUTE);
        }
    }

    private static List<State> states(TimedGroup group) {
        return group.members().stream().map(Member::state).toList();
    }

    private static int versions(TimedGroup group, String version) {
        return Math.toIntExact(group.members().stream()
                .filter(member -> member.version().equals(version) && member.state() != State.TERMINATING)
                .count());
    }
}
