package dev.mooring.hostagent.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.awsstandin.alarm.AlarmEvaluation;
import dev.mooring.awsstandin.alarm.AlarmState;
import dev.mooring.awsstandin.alarm.Comparison;
import dev.mooring.awsstandin.alarm.MissingData;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A week of 31 hosts, each with the pauses of the real agent, as the alarm MissingHeartbeat sees it. */
class MetricScheduleTest {
    private static final Instant BEGIN = Instant.parse("2026-11-29T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int HOSTS = 31;
    private static final int MINUTES = 7 * 24 * 60;
    /** Of {@code hosts - heartbeats}, as the template has it. */
    private static final AlarmEvaluation MISSING_HEARTBEAT =
            new AlarmEvaluation(5, 5, Comparison.GREATER, 0, MissingData.BREACHING);

    private static final long SEED = 7;

    @Test
    void raisesNoFalseAlarmInAWeek() {
        assertEquals(0, alarms(heartbeats((host, now) -> now.plus(schedule(host).untilNext(now)))), "seed " + SEED);
    }

    /** What the agent did before, and that the simulation would show it. */
    @Test
    void wouldRaiseHundredsWithAnIntervalThatCountsFromTheLastPublication() {
        int alarms = alarms(heartbeats((host, now) -> now.plus(MINUTE)));

        assertTrue(alarms > 100, alarms + " alarms, seed " + SEED);
    }

    @Test
    void raisesTheAlarmWithinSixMinutesOfAnAgentsDeath() {
        int[] heartbeats = heartbeats((host, now) -> host == 0 && now.isAfter(BEGIN.plus(Duration.ofHours(1)))
                ? Instant.MAX
                : now.plus(schedule(host).untilNext(now)));

        assertEquals(1, alarms(heartbeats));
        assertTrue(firstAlarm(heartbeats) - 60 <= 6, "in minute " + firstAlarm(heartbeats));
    }

    @Test
    void spreadsTheHostsOverTheMinute() {
        long moments = IntStream.range(0, HOSTS)
                .mapToObj(host -> schedule(host).phase().toSeconds())
                .distinct()
                .count();

        assertTrue(moments > HOSTS / 3, moments + " moments");
    }

    /** How many signs of life CloudWatch counts in each minute; the second that it publishes in is the agent's. */
    private static int[] heartbeats(BiFunction<Integer, Instant, Instant> nextDue) {
        int[] counted = new int[MINUTES];
        for (int host = 0; host < HOSTS; host++) {
            Random random = new Random(SEED + host);
            JitteredPause pause = new JitteredPause(random);
            Instant now = BEGIN.plusMillis(random.nextInt(60_000)).minus(MINUTE);
            Instant due = now;
            Instant end = BEGIN.plus(Duration.ofMinutes(MINUTES));
            while (now.isBefore(end)) {
                if (!now.isBefore(due)) {
                    due = nextDue.apply(host, now);
                    if (!now.isBefore(BEGIN)) {
                        counted[(int) Duration.between(BEGIN, now).toMinutes()]++;
                    }
                }
                now = now.plus(pause.after(0));
            }
        }
        return counted;
    }

    private static int alarms(int[] heartbeats) {
        List<AlarmState> states = states(heartbeats);
        return Math.toIntExact(IntStream.range(1, states.size())
                .filter(minute -> states.get(minute) == AlarmState.ALARM && states.get(minute - 1) != AlarmState.ALARM)
                .count());
    }

    private static int firstAlarm(int[] heartbeats) {
        return states(heartbeats).indexOf(AlarmState.ALARM) + 1;
    }

    /** Of MissingHeartbeat after each minute, as CloudWatch judges it. */
    private static List<AlarmState> states(int[] heartbeats) {
        List<OptionalDouble> missing = Arrays.stream(heartbeats)
                .mapToObj(sum -> OptionalDouble.of(HOSTS - sum))
                .toList();
        List<AlarmState> states = new ArrayList<>();
        AlarmState state = AlarmState.OK;
        for (int minute = 0; minute < missing.size(); minute++) {
            state = MISSING_HEARTBEAT.state(
                    missing.subList(Math.max(0, minute + 1 - MISSING_HEARTBEAT.range()), minute + 1), state);
            states.add(state);
        }
        return states;
    }

    private static MetricSchedule schedule(int host) {
        return MetricSchedule.of(MINUTE, "i-0123456789abcdef" + host);
    }
}
