package dev.mooring.rehearsal.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.mooring.rehearsal.measure.DrainCurve.Point;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrainCurveTest {
    @Test
    void isEvenWhenEachStepClosesItsShare() {
        DrainCurve curve = curve(new Point(seconds(0), 100), new Point(seconds(2), 50), new Point(seconds(4), 0));
        assertEquals(0, curve.unevenness());
        assertEquals(seconds(4), curve.length());
    }

    @Test
    void isUnevenByTheLargestDistance() {
        DrainCurve curve = curve(new Point(seconds(0), 100), new Point(seconds(1), 10), new Point(seconds(4), 0));
        assertEquals(0.65, curve.unevenness(), 1e-9);
    }

    @Test
    void isIncompleteWhileConnectionsAreOpen() {
        DrainCurve curve = curve(new Point(seconds(0), 100), new Point(seconds(9), 1));
        assertFalse(curve.isComplete());
    }

    private static DrainCurve curve(Point... points) {
        return new DrainCurve(seconds(4), List.of(points));
    }

    private static Duration seconds(int number) {
        return Duration.ofSeconds(number);
    }
}
