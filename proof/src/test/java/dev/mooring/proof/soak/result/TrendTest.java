package dev.mooring.proof.soak.result;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrendTest {
    private final Trend trend = new Trend();

    @Test
    void findsTheSlopeOfAStraightLine() {
        for (int second = 0; second < 10; second++) {
            trend.add(Duration.ofSeconds(second), 1_000 + 3L * second);
        }
        assertEquals(10_800, trend.rise(Duration.ofHours(1)), 1e-6);
    }

    @Test
    void doesNotTakeOneStrayReadingForGrowth() {
        for (int second = 0; second <= 100; second++) {
            trend.add(Duration.ofSeconds(second), second == 50 ? 9_000 : 1_000);
        }
        assertEquals(0, trend.rise(Duration.ofSeconds(100)), 1e-6);
    }

    @Test
    void doesNotRiseWithOneReading() {
        trend.add(Duration.ZERO, 7);
        assertEquals(0, trend.rise(Duration.ofHours(1)));
    }

    @Test
    void keepsWhatItRead() {
        trend.add(Duration.ZERO, 7);
        trend.add(Duration.ofMillis(10_040), 9);
        assertEquals(7, trend.first());
        assertEquals(9, trend.last());
        assertEquals(new Series("open", "", List.of(0L, 10L), List.of(7L, 9L)), trend.series("open", ""));
    }
}
