package dev.mooring.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalTest {
    /** Abramowitz and Stegun, table 26.1 and 26.2. */
    @ParameterizedTest
    @CsvSource({
        "0, 0.5",
        "1, 0.158655253931457",
        "2, 0.022750131948179",
        "-1, 0.841344746068543",
        "2.9, 0.00186581330038",
        "3, 0.00134989803163",
        "5, 2.866515719E-7",
        "40, 0"
    })
    void knowsTheTail(double value, double above) {
        assertEquals(above, Normal.above(value), Math.max(1e-13, above * 1e-6));
    }

    @ParameterizedTest
    @CsvSource({"0, 0.398942280401", "1, 0.083315470588", "-3, 3.000382154"})
    void knowsHowFarValuesLieAbove(double value, double mean) {
        assertEquals(mean, Normal.meanAbove(value), 1e-8);
    }
}
