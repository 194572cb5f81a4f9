package dev.mooring.capacity.price;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PriceTest {
    @ParameterizedTest
    @EnumSource
    void hasASourceAndADate(Price price) {
        assertTrue(price.dollars() > 0, price::name);
        assertFalse(price.of().isBlank(), price::name);
        assertTrue(price.source().matches("[a-z0-9.-]+\\.(com|io)/.+"), price::source);
        assertTrue(price.read().isAfter(LocalDate.of(2026, 9, 1)), price::name);
    }

    @Test
    void refusesAFileWithARowTwice() {
        String row = "ADDRESS_HOUR\t0.005\tan address\taws.amazon.com/vpc/pricing\t2026-11-25\n";
        assertEquals(
                "prices.tsv has ADDRESS_HOUR twice",
                assertThrows(IllegalStateException.class, () -> PriceList.of(row + row))
                        .getMessage());
    }

    @Test
    void namesAPriceThatIsMissing() {
        assertEquals(
                "prices.tsv has no ADDRESS_HOUR",
                assertThrows(
                                IllegalStateException.class,
                                () -> PriceList.of("# none\n").of(Price.ADDRESS_HOUR))
                        .getMessage());
    }

    @Test
    void billsEachPartInItsOwnTier() {
        assertEquals(0, Tiers.EGRESS.dollars(0), 0);
        assertEquals(10_240 * 0.09, Tiers.EGRESS.dollars(10_240), 1e-9);
        assertEquals(10_240 * 0.09 + 0.085, Tiers.EGRESS.dollars(10_241), 1e-9);
        assertEquals(
                10_240 * 0.09 + 40_960 * 0.085 + 102_400 * 0.07 + 1_000 * 0.05, Tiers.EGRESS.dollars(154_600), 1e-6);
    }

    @Test
    void needsNoOrderOfTiersToAddUp() {
        assertEquals(
                3 * 0.005,
                new Tiers(List.of(new Tiers.Tier(Double.POSITIVE_INFINITY, Price.ADDRESS_HOUR))).dollars(3),
                1e-12);
    }
}
