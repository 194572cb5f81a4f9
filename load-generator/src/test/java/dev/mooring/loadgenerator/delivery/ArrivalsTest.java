package dev.mooring.loadgenerator.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.loadgenerator.delivery.Arrivals.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    @Test
    void tellsWhatIsLateFromWhatComesAgain() {
        Arrivals arrivals = new Arrivals(2);
        assertEquals(Kind.IN_ORDER, arrivals.arrived(0, 0));
        assertEquals(Kind.IN_ORDER, arrivals.arrived(0, 3));
        assertEquals(Kind.LATE, arrivals.arrived(0, 1));
        assertEquals(Kind.REPEATED, arrivals.arrived(0, 1));
        assertEquals(Kind.REPEATED, arrivals.arrived(0, 3));
        assertEquals(Kind.LATE, arrivals.arrived(0, 2));
        assertEquals(Kind.IN_ORDER, arrivals.arrived(1, 70));
        assertEquals(Kind.IN_ORDER, arrivals.arrived(0, 4));
    }

    @Test
    void forgetsWhatHasComeBeforeTheLast64() {
        Arrivals arrivals = new Arrivals(1);
        arrivals.arrived(0, 5);
        arrivals.arrived(0, 68);
        assertEquals(Kind.REPEATED, arrivals.arrived(0, 5));
        arrivals.arrived(0, 69);
        assertEquals(Kind.LATE, arrivals.arrived(0, 5));
    }

    @Test
    void agreesWithASetOfAllThatHasCome() {
        long seed = 26;
        Random random = new Random(seed);
        for (int run = 0; run < 500; run++) {
            Arrivals arrivals = new Arrivals(1);
            Set<Long> before = new HashSet<>();
            List<Long> numbers = new ArrayList<>();
            long highest = -1;
            for (int i = 0; i < 200; i++) {
                // Never further back than the window reaches.
                long number = Math.max(0, Math.max(highest - 62, highest + random.nextInt(70) - 62));
                numbers.add(number);
                Kind expected = number > highest ? Kind.IN_ORDER : before.contains(number) ? Kind.REPEATED : Kind.LATE;
                assertEquals(expected, arrivals.arrived(0, number), "seed " + seed + ": " + numbers);
                before.add(number);
                highest = Math.max(highest, number);
            }
        }
    }
}
