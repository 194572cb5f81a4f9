package dev.mooring.capacity;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;

/** How much heap a server lets its peers make it keep: what they have sent in part and what they have not taken. */
public final class PeerMemory {
    /** Enough where messages are short. */
    private static final Bytes DEFAULT_SIZE = Bytes.mebi(32);
    /** An array's header, and what rounds its size up to eight. */
    private static final long ARRAY = 16 + 7;

    private static final long HELD_MESSAGE = MeasuredCosts.HELD_MESSAGE.count();

    private static final int HEAP_SHARE = 3;

    private PeerMemory() {}

    /** The budget of a server that takes messages of this length, in a heap of this size. */
    public static Bytes budget(Bytes longestMessage, Bytes heap) {
        long wanted = Math.max(DEFAULT_SIZE.count(), leastFor(longestMessage).count());
        return Bytes.of(Math.min(wanted, heap.count() / HEAP_SHARE));
    }

    /** The least budget in which a message of this length can arrive, and be echoed. */
    public static Bytes leastFor(Bytes longestMessage) {
        // It grows from one array into another of the same size, in half of the budget.
        return Bytes.of(2 * (HELD_MESSAGE + 2 * (longestMessage.count() + ARRAY)));
    }

    /**
     * Refuses a longest message that could never arrive.
     *
     * @throws RefusedException when the budget is less than the least
     */
    public static void requireRoomFor(Bytes longestMessage, Bytes budget) {
        if (leastFor(longestMessage).compareTo(budget) > 0) {
            long most = Math.max(0, (budget.count() / 2 - HELD_MESSAGE) / 2 - ARRAY);
            throw RefusedException.of(
                    "max-message",
                    longestMessage,
                    "is more than",
                    Bytes.kibi(most >> 10)
                            + ", the most that can arrive with the memory for peers, a third of the heap",
                    "lower max-message or raise the heap");
        }
    }
}
