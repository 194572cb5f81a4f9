package dev.mooring.hostagent.lifecycle;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JitteredPauseTest {
    private static final long SEED = 7;

    @ParameterizedTest
    @CsvSource({"0, 5", "1, 10", "2, 20", "3, 20", "1000000, 20"})
    void isRandomInTheUpperHalfOfItsBound(int failures, int seconds) {
        JitteredPause pause = new JitteredPause(new Random(SEED));
        Duration bound = Duration.ofSeconds(seconds);
        for (int i = 0; i < 1000; i++) {
            Duration after = pause.after(failures);
            assertTrue(
                    after.compareTo(bound) <= 0 && after.compareTo(bound.dividedBy(2)) >= 0,
                    after + " after " + failures + " failures, seed " + SEED);
        }
    }
}
