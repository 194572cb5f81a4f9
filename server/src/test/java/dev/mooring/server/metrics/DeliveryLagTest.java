package dev.mooring.server.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryLagTest {
    private final DeliveryLag lag = new DeliveryLag();

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0",
        "PT0.001S, 0",
        "PT0.001000001S, 1",
        "PT0.1S, 6",
        "PT10S, 12",
        "PT10.000000001S, 13",
        "PT1H, 13"
    })
    void countsAReadingAtTheLeastBoundThatIsNoLess(Duration reading, int bucket) {
        lag.add(reading.toNanos());

        List<Long> only =
                new ArrayList<>(Collections.nCopies(DeliveryLag.bounds().size() + 1, 0L));
        only.set(bucket, 1L);
        assertEquals(only, lag.counts());
    }

    @Test
    void addsReadingsUpAndKeepsTheLongest() {
        List.of(5L, 900L, 40L).forEach(lag::add);

        assertEquals(3, lag.count());
        assertEquals(Duration.ofNanos(945), lag.total());
        assertEquals(Duration.ofNanos(900), lag.longest());
    }
}
