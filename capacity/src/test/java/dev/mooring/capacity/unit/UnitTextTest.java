package dev.mooring.capacity.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"0B", "1B", "1023B", "1KiB", "64KiB", "3MiB", "15GiB"})
    void writesASizeAsItReadsIt(String text) {
        assertEquals(text, Bytes.parse("size", text).toString());
    }

    @Test
    void showsASizeToPeopleInItsLargestUnit() {
        assertEquals("2.2 GiB", Bytes.of(2_361_393_152L).human());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "64kb", "-1", "1.5MiB", "MiB"})
    void refusesWhatIsNotASize(String text) {
        RefusedException refused = assertThrows(RefusedException.class, () -> Bytes.parse("max-message", text));
        assertEquals(
                "max-message=" + text + " is not a size; write a whole number with B, KiB, MiB or GiB, as in 64KiB",
                refused.getMessage());
    }

    @Test
    void readsDurationsWithTheirUnit() {
        assertEquals(Duration.ofMillis(250), DurationText.parse("keepalive", "250ms"));
        assertEquals(Duration.ofSeconds(100), DurationText.parse("keepalive", "100s"));
        assertEquals(Duration.ofMinutes(15), DurationText.parse("keepalive", "15m"));
        assertEquals(Duration.ofHours(2), DurationText.parse("keepalive", "2h"));
    }

    @Test
    void refusesADurationWithoutUnit() {
        RefusedException refused = assertThrows(RefusedException.class, () -> DurationText.parse("keepalive", "100"));
        assertEquals(
                "keepalive=100 is not a duration; write a whole number with ms, s, m or h, as in 100s",
                refused.getMessage());
    }

    @Test
    void countsThePortsOfARange() {
        PortRange range = PortRange.parse("ports", "8080-8095");
        assertEquals(16, range.count());
        assertEquals("8080-8095", range.toString());
        assertEquals("9000", PortRange.parse("ports", "9000").toString());
    }

    @Test
    void refusesARangeThatEndsBeforeItStarts() {
        RefusedException refused = assertThrows(RefusedException.class, () -> PortRange.parse("ports", "8095-8080"));
        assertEquals("ports=8095-8080 ends before 8095; write the lower port first", refused.getMessage());
    }

    @Test
    void refusesAPortThatDoesNotExist() {
        RefusedException refused = assertThrows(RefusedException.class, () -> PortRange.parse("ports", "70000"));
        assertEquals("ports=70000 is outside 1-65535; choose a port in that range", refused.getMessage());
    }
}
