package dev.mooring.server.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import org.junit.jupiter.api.Test;

class FrameLimitsTest {
    @Test
    void allows64KibibytesIn16384FragmentsByDefault() {
        assertEquals(new FrameLimits(Bytes.kibi(64), 16_384), FrameLimits.DEFAULT);
    }

    @Test
    void takesTheLeastAndTheMost() {
        assertEquals(Bytes.of(1), new FrameLimits(Bytes.of(1), 1).maxMessage());
        assertEquals(Bytes.gibi(1), new FrameLimits(Bytes.gibi(1), 1).maxMessage());
    }

    @Test
    void refusesAMessageLimitThatNoArrayHolds() {
        assertRefused("max-message=2GiB is more than 1GiB; lower max-message", Bytes.gibi(2), 1);
    }

    @Test
    void refusesALimitThatOnlyEmptyMessagesKeep() {
        assertRefused("max-message=0B is less than 1B; raise max-message", Bytes.of(0), 1);
    }

    @Test
    void refusesALimitOfNoFragments() {
        assertRefused("max-fragments=0 is less than 1; raise max-fragments", Bytes.kibi(1), 0);
    }

    private static void assertRefused(String message, Bytes maxMessage, int maxFragments) {
        RefusedException refused =
                assertThrows(RefusedException.class, () -> new FrameLimits(maxMessage, maxFragments));
        assertEquals(message, refused.getMessage());
    }
}
