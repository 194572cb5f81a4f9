package dev.mooring.capacity.unit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A text is a time that everybody can count with, or is refused where it is read. */
class DurationTextTest {
    private static final String SENTENCE = "(?s)hold=.* is (not a duration|more than 31536000s); .+";

    @ParameterizedTest
    @ValueSource(strings = {"8761h", "999999999999h", "31536001s", "31536000001ms", "99999999999999999999999ms"})
    void refusesMoreThanAYear(String text) {
        assertEquals("hold=" + text + " is more than 31536000s; give a shorter time", refusal(text));
    }

    @Test
    void takesAYearInEachUnitAndAnyNumberOfZerosBefore() {
        for (String text : List.of("8760h", "525600m", "31536000s", "31536000000ms", "00000000000000008760h")) {
            assertEquals(DurationText.MAX, DurationText.parse("hold", text));
        }
    }

    @Test
    void givesATimeThatEverybodyCanCountWithOrOneSentence() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String text = text(random);
            try {
                Duration duration = DurationText.parse("hold", text);
                assertTrue(!duration.isNegative() && duration.compareTo(DurationText.MAX) <= 0, text);
                assertDoesNotThrow(
                        () -> {
                            Math.multiplyExact(duration.toNanos(), 100);
                            Math.addExact(System.nanoTime(), duration.toNanos());
                            assertTrue(Instant.now().plus(duration).toEpochMilli() > 0);
                            assertEquals(duration, DurationText.parse("hold", DurationText.format(duration)));
                        },
                        () -> text + " with seed " + seed);
            } catch (RefusedException refused) {
                String sentence = String.valueOf(refused.getMessage());
                assertTrue(sentence.matches(SENTENCE), () -> sentence + " with seed " + seed);
            }
        }
    }

    @Test
    void namesTheBoundThatADurationBreaks() {
        Duration least = Duration.ofMillis(1);
        Duration most = Duration.ofHours(1);
        assertEquals(most, DurationText.requireWithin("slow-timeout", most, least, most));
        assertEquals(
                "slow-timeout=0s is less than 1ms; give a longer time",
                assertThrows(
                                RefusedException.class,
                                () -> DurationText.requireWithin("slow-timeout", Duration.ZERO, least, most))
                        .getMessage());
        assertEquals(
                "slow-timeout=3601s is more than 3600s; give a shorter time",
                assertThrows(
                                RefusedException.class,
                                () -> DurationText.requireWithin("slow-timeout", most.plusSeconds(1), least, most))
                        .getMessage());
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int digits = random.nextInt(random.nextInt(10) == 0 ? 400 : 20);
        for (int i = 0; i < digits; i++) {
            text.append((char) ('0' + random.nextInt(10)));
        }
        List<String> units = List.of("ms", "s", "m", "h", "d", "", "S", "hh", "\u0661s", "s\n", " s", "e9s");
        return text.append(units.get(random.nextInt(random.nextBoolean() ? 4 : units.size())))
                .toString();
    }

    private static String refusal(String text) {
        return String.valueOf(assertThrows(RefusedException.class, () -> DurationText.parse("hold", text))
                .getMessage());
    }
}
