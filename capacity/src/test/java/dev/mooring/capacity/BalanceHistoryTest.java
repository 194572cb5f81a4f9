package dev.mooring.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.capacity.Balance.Told;
import dev.mooring.capacity.BalanceHistory.Host;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two hosts of 600,000 with a drain of 15 minutes: 40,000 a minute at most. */
class BalanceHistoryTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");
    private static final Balance BALANCE = new Balance(600_000, Duration.ofMinutes(15));

    private final BalanceHistory history = new BalanceHistory();

    @Test
    void comparesTheFleetOfAMinuteWithWhatTheHostHeldInIt() {
        history.holds(150_000, minute(0).plusSeconds(59));
        history.holds(300_000, minute(2));

        assertEquals(OptionalLong.empty(), round(300_000, told(0)), "it held no more than the mean then");
        assertEquals(OptionalLong.of(40_000), round(300_000, told(2)));
    }

    @Test
    void countsNobodyWhoHasLeftSince() {
        history.holds(300_000, minute(0));

        assertEquals(OptionalLong.of(20_000), round(170_000, told(0)));
    }

    @Test
    void countsNobodyWhomItHasSentAway() {
        history.holds(300_000, minute(0));
        history.sentAway(130_000);

        assertEquals(OptionalLong.of(20_000), round(300_000, told(0)), "a round under way has not closed them all");
    }

    @Test
    void movesNobodyByAMinuteThatItDoesNotKnow() {
        history.holds(300_000, minute(1));

        assertEquals(OptionalLong.empty(), round(300_000, told(0)));
    }

    @Test
    void forgetsAfterTenMinutes() {
        history.holds(300_000, minute(0));
        history.holds(300_000, minute(10));
        assertEquals(OptionalLong.of(40_000), round(300_000, told(0)));

        history.holds(300_000, minute(11));

        assertEquals(OptionalLong.empty(), round(300_000, told(0)));
    }

    @Test
    void closesNobodyWhileNewClientsAreSentHere() {
        history.holds(300_000, minute(0));

        assertEquals(OptionalLong.of(0), history.round(BALANCE, new Host(300_000, false, true), told(0)));
    }

    @Test
    void takesTheLastOfTheMinutesInWhichTheMostHostsTold() {
        Told early = new Told(minute(0), new Balance.Fleet(2, 1));
        Told late = new Told(minute(1), new Balance.Fleet(2, 2));
        Told last = new Told(minute(2), new Balance.Fleet(1, 3));

        assertEquals(Optional.of(late), Told.mostComplete(Stream.of(last, late, early)));
    }

    private OptionalLong round(long open, Told told) {
        return history.round(BALANCE, new Host(open, false, false), told);
    }

    /** Two hosts that held 150,000 on average. */
    private static Told told(int minute) {
        return new Told(minute(minute), new Balance.Fleet(2, 150_000));
    }

    private static Instant minute(int number) {
        return NOON.plus(Duration.ofMinutes(number));
    }
}
