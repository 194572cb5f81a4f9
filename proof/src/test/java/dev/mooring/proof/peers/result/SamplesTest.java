package dev.mooring.proof.peers.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void takesTheMiddleOfAnOddNumberOfSamples() {
        assertEquals(new Spread(2, 1, 9), Spread.of(List.of(9.0, 1.0, 2.0)));
    }

    @Test
    void takesTheMeanOfTheMiddleTwoOfAnEvenNumber() {
        assertEquals(new Spread(2.5, 1, 9), Spread.of(List.of(9.0, 1.0, 2.0, 3.0)));
    }

    @Test
    void refusesASpreadOfNothing() {
        assertEquals(
                "no samples, no spread",
                assertThrows(IllegalArgumentException.class, () -> Spread.of(List.of()))
                        .getMessage());
    }

    /** The machine was three times slower in the second round; both servers were, so the ratio stays. */
    @Test
    void takesRatiosRoundByRound() {
        Samples floor = samples(Metric.CPU_PER_PING, 10, 30, 10);
        Samples server = samples(Metric.CPU_PER_PING, 11, 33, 20);
        assertEquals(Optional.of(1.1), server.ratio(Metric.CPU_PER_PING, floor));
    }

    /** The floor failed in the first round and the server in the third, so that one round has both. */
    @Test
    void takesRatiosOnlyOfRoundsThatBothWentThrough() {
        Samples floor = new Samples();
        floor.round(2).add(Metric.CPU_PER_PING, 30);
        floor.round(3).add(Metric.CPU_PER_PING, 10);
        Samples server = samples(Metric.CPU_PER_PING, 11, 33);
        assertEquals(Optional.of(1.1), server.ratio(Metric.CPU_PER_PING, floor));
        assertEquals(List.of(11.0, 33.0), server.of(Metric.CPU_PER_PING));
    }

    @Test
    void givesNoRatioWithoutAFloor() {
        Samples server = samples(Metric.CPU_PER_PING, 11);
        assertEquals(Optional.empty(), server.ratio(Metric.CPU_PER_PING, new Samples()));
    }

    @Test
    void givesNoRatioOfBytesToAFloorThatKeepsNone() {
        Samples floor = samples(Metric.STATE_PER_CONNECTION, 1);
        assertEquals(Optional.empty(), floor.ratio(Metric.STATE_PER_CONNECTION, floor));
    }

    @Test
    void doesNotJudgeAGoalThatWasNotMeasured() {
        Goal goal = Goal.of(Metric.SYSCALLS_PER_PING).orElseThrow();
        assertEquals(Optional.empty(), goal.holds(new Samples(), new Samples()));
    }

    @Test
    void judgesAGoalByTheMedian() {
        Samples server = samples(Metric.SYSCALLS_PER_PING, 2, 2.1, 9);
        Goal goal = Goal.of(Metric.SYSCALLS_PER_PING).orElseThrow();
        assertEquals(Optional.of(true), goal.holds(server, new Samples()));
    }

    private static Samples samples(Metric metric, double... rounds) {
        Samples samples = new Samples();
        for (int round = 1; round <= rounds.length; round++) {
            samples.round(round).add(metric, rounds[round - 1]);
        }
        return samples;
    }
}
