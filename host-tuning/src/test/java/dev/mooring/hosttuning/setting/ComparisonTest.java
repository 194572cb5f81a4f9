package dev.mooring.hosttuning.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
    @ParameterizedTest(name = "{1} {0} {2}: {3}")
    @CsvSource({
        "AT_LEAST, 1048576, 1048576, true",
        "AT_LEAST, 1048575, 1048576, false",
        "AT_LEAST, 18446744073709551615, 1100000, true",
        "AT_LEAST, unlimited, 1000000, true",
        "AT_LEAST, infinity, 1000000, true",
        "AT_LEAST, '', 1, false",
        "AT_LEAST, '1 2', 1, false",
        "AT_MOST, 300, 300, true",
        "AT_MOST, 7200, 300, false",
        "EXACTLY, '4096\t16384\t4194304', '4096 16384 4194304', true",
        "EXACTLY, '4096 87380 4194304', '4096 16384 4194304', false",
        "AT_MOST, 301, 300, false",
        "AT_MOST, unlimited, 300, false",
        "AT_LEAST, unlimited, infinity, true",
        "AT_LEAST, 1000000, unlimited, false",
        "AT_LEAST, -1, 1, false",
        "AT_LEAST, 1k, 1, false",
        "EXACTLY, ' 1 ', 1, true",
        "ABOUT, '98 205 300', '100 200 300', true",
        "ABOUT, 105, 100, true",
        "ABOUT, 106, 100, false",
        "ABOUT, 95, 100, true",
        "ABOUT, 94, 100, false",
        "ABOUT, '100 200 400', '100 200 300', false",
        "INCLUDES, '22,8000-9000', 8080-8095, true",
        "INCLUDES, '8080-8087, 8088-8095', 8080-8095, true",
        "INCLUDES, '8080-8087	8089-8095', 8080-8095, false",
        "INCLUDES, 8080, 8080, true",
        "INCLUDES, 8081, 8080, false",
        "INCLUDES, 'x,8080', 8080, true",
        "INCLUDES, 8080-8094, 8080-8095, false",
        "INCLUDES, '', 8080, false",
    })
    void compares(Comparison comparison, String actual, String required, boolean holds) {
        assertEquals(holds, comparison.holds(actual, required));
    }
}
