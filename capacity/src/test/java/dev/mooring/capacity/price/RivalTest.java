package dev.mooring.capacity.price;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RivalTest {
    private static final double CENT = 0.005;
    private static final Duration PING = Duration.ofSeconds(100);
    private static final double MILLION_MINUTES = 600_000 * 730.0 * 60 / 1e6;
    private static final double MILLION_CONNECTS = 600_000 * 730.0 / 24 / 1e6;

    @Test
    void billsConnectionMinutesAndWhatKeepsAConnectionOpen() {
        Map<String, OptionalDouble> dollars =
                Rival.holding(600_000, PING).stream().collect(Collectors.toMap(Rival::name, Rival::dollars));
        double messages = 600_000 * 730.0 * 3_600 / 540 / 1e6;
        assertEquals(
                MILLION_MINUTES * 0.25 + 1_000 * 1.00 + (messages - 1_000) * 0.80, value(dollars, "API Gateway"), CENT);
        assertEquals(MILLION_MINUTES * 0.08 + MILLION_CONNECTS, value(dollars, "AppSync Events"), CENT);
        assertEquals(MILLION_MINUTES * 0.08 + MILLION_CONNECTS, value(dollars, "IoT Core"), CENT);
        assertEquals(26_280, value(dollars, "Ably"), CENT);
        assertEquals(
                5 + (MILLION_CONNECTS - 10) * 0.30 + (MILLION_CONNECTS - 1) * 0.15,
                value(dollars, "Durable Objects"),
                CENT);
        assertEquals(OptionalDouble.empty(), dollars.get("Pusher"));
    }

    @Test
    void leavesOutWhatIsIncluded() {
        assertEquals(
                OptionalDouble.of(5), Rival.holding(10_000, PING).getFirst().dollars());
    }

    @Test
    void namesTheCheapestFirstAndThoseWithoutAPriceLast() {
        List<Rival> rivals = Rival.holding(600_000, PING);
        assertEquals("Durable Objects", rivals.getFirst().name());
        assertEquals("Pusher", rivals.getLast().name());
    }

    @Test
    void sortsSmallFleetsOtherwise() {
        // Of 1,000 connections: 3.53, 3.53, 5, 10.95 + 4.87, 43.80 and 499 dollars.
        assertEquals(
                List.of("IoT Core", "AppSync Events", "Durable Objects", "API Gateway", "Ably", "Pusher"),
                Rival.holding(1_000, PING).stream().map(Rival::name).toList());
    }

    @Test
    void pricesPusherUpToItsLargestPlan() {
        assertEquals(
                OptionalDouble.of(499), Rival.holding(10_000, PING).getLast().dollars());
        assertEquals(
                OptionalDouble.empty(), Rival.holding(10_001, PING).getLast().dollars());
    }

    @Test
    void saysWhatPingsOfTheApplicationWouldCost() {
        Rival cloudflare = Rival.holding(600_000, PING).getFirst();
        assertTrue(
                cloudflare.limits().endsWith("pings of the application's own at this keepalive +$118"),
                cloudflare::limits);
        assertTrue(
                Rival.appSync(600_000, PING).limits().endsWith(" +$15,768"),
                () -> Rival.appSync(600_000, PING).limits());
    }

    private static double value(Map<String, OptionalDouble> dollars, String name) {
        return dollars.getOrDefault(name, OptionalDouble.empty()).orElseThrow();
    }
}
