package dev.mooring.capacity;

import dev.mooring.capacity.unit.Bytes;

/** How much heap a server lets its peers make it keep: what they have sent in part and what they have not taken. */
public final class PeerMemory {
    /** Enough where messages are short. */
    private static final Bytes USUAL = Bytes.mebi(32);
    /** One of the longest messages as it arrives and its array grows, and once more as its echo waits, each in its pool. */
    private static final int LONGEST_MESSAGES = 4;

    private static final int HEAP_SHARE = 3;

    private PeerMemory() {}

    /** The budget of a server that takes messages of this length, in a heap of this size. */
    public static Bytes budget(Bytes longestMessage, Bytes heap) {
        long wanted = Math.max(USUAL.count(), longestMessage.count() * LONGEST_MESSAGES);
        return Bytes.of(Math.min(wanted, heap.count() / HEAP_SHARE));
    }
}
