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
        Samples floor = new Samples();
        Samples server = new Samples();
        List.of(10.0, 30.0, 10.0).forEach(value -> floor.add(Metric.CPU_PER_PING, value));
        List.of(11.0, 33.0, 20.0).forEach(value -> server.add(Metric.CPU_PER_PING, value));
        assertEquals(Optional.of(1.1), server.ratio(Metric.CPU_PER_PING, floor));
    }

    @Test
    void givesNoRatioWithoutAFloor() {
        Samples server = new Samples();
        server.add(Metric.CPU_PER_PING, 11);
        assertEquals(Optional.empty(), server.ratio(Metric.CPU_PER_PING, new Samples()));
    }

    @Test
    void givesNoRatioOfBytesToAFloorThatKeepsNone() {
        Samples floor = new Samples();
        floor.add(Metric.STATE_PER_CONNECTION, 1);
        assertEquals(Optional.empty(), floor.ratio(Metric.STATE_PER_CONNECTION, floor));
    }

    @Test
    void doesNotJudgeAGoalThatWasNotMeasured() {
        Goal goal = Goal.of(Metric.SYSCALLS_PER_PING).orElseThrow();
        assertEquals(Optional.empty(), goal.holds(new Samples(), new Samples()));
    }

    @Test
    void judgesAGoalByTheMedian() {
        Samples server = new Samples();
        List.of(2.0, 2.1, 9.0).forEach(value -> server.add(Metric.SYSCALLS_PER_PING, value));
        Goal goal = Goal.of(Metric.SYSCALLS_PER_PING).orElseThrow();
        assertEquals(Optional.of(true), goal.holds(server, new Samples()));
    }
}
