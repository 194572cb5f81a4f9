package dev.mooring.capacity;

import static dev.mooring.capacity.Refusals.refusal;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.capacity.unit.Bytes;
import org.junit.jupiter.api.Test;

class PeerMemoryTest {
    @Test
    void takesAThirdOfASmallHeap() {
        assertEquals(Bytes.mebi(20), PeerMemory.budget(Bytes.kibi(64), Bytes.mebi(60)));
    }

    @Test
    void takesThirtyTwoMebibytesOfALargeHeap() {
        assertEquals(Bytes.mebi(32), PeerMemory.budget(Bytes.kibi(64), Bytes.gibi(4)));
    }

    @Test
    void takesWhatTheLongestMessageNeedsWhereThatIsMore() {
        assertEquals(PeerMemory.leastFor(Bytes.mebi(16)), PeerMemory.budget(Bytes.mebi(16), Bytes.gibi(4)));
    }

    /** Half of the budget holds the record of a message and two arrays, each with 23 bytes of header and rounding. */
    @Test
    void needsTwiceAMessageAndTwoArraysOfIt() {
        assertEquals(Bytes.of(2 * (280 + 2 * (1_000 + 23))), PeerMemory.leastFor(Bytes.of(1_000)));
    }

    @Test
    void acceptsALongestMessageThatJustFits() {
        Bytes longest = Bytes.mebi(1);
        assertDoesNotThrow(() -> PeerMemory.requireRoomFor(longest, PeerMemory.leastFor(longest)));
    }

    @Test
    void refusesALongestMessageThatCouldNeverArriveWithTheMostThatCan() {
        assertEquals(
                "max-message=2MiB is more than 1023KiB, the most that can arrive with the memory for peers, a third of"
                        + " the heap; lower max-message or raise the heap",
                refusal(() -> PeerMemory.requireRoomFor(Bytes.mebi(2), Bytes.mebi(4))));
        assertEquals(
                "max-message=1KiB is more than 0B, the most that can arrive with the memory for peers, a third of the"
                        + " heap; lower max-message or raise the heap",
                refusal(() -> PeerMemory.requireRoomFor(Bytes.kibi(1), Bytes.of(100))));
    }
}
