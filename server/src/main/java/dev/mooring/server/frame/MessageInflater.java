package dev.mooring.server.frame;

import dev.mooring.server.CloseCode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Undoes the compression of whole messages, RFC 7692 section 7.2.2, each by itself: without context takeover one serves all
 * connections of a loop.
 *
 * <p>Not thread-safe. Never makes more than the longest message and one byte. What is longer than the buffer of its own is asked
 * for before it is taken. Cost: some 2 us for a message of 1,000 bytes; 64 KiB of heap, and 12 to 40 KB outside of it.
 */
public final class MessageInflater {
    /** A message of the default limit, and the byte by which one is seen to be longer. */
    private static final int OWN = (1 << 16) + 1;
    /** How far back a message may refer. */
    private static final int WINDOW = 1 << 15;
    /** A block that says it is the last begins a new stream, at the price of the window's copy; who sends more of them is up to no good. */
    private static final int MAX_LAST_BLOCKS = 256;
    /** What the sender has left out at the end: the rest of an empty block. */
    private static final byte[] TAIL = {0, 0, -1, -1};
    /** A last block, empty: it ends the stream exactly if what was before it was whole. */
    private static final byte[] END = {1, 0, 0, -1, -1};
    /** Blocks without compression are an eighth longer at worst, as zlib bounds them for every setting. */
    private static final int OVERHEAD = 8;

    private static final int FIXED_OVERHEAD = 64;
    /** An array's header, and what rounds its size up to eight. */
    private static final int ARRAY = 16 + 7;

    private final Inflater inflater = new Inflater(true);
    private final byte[] own = new byte[OWN];
    private byte[] bytes = own;
    private int size;
    private int longest;
    private long held;

    /** How it ended, and what to close with where that is not well. */
    enum Outcome {
        WHOLE(CloseCode.NORMAL, ""),
        TOO_BIG(CloseCode.MESSAGE_TOO_BIG, "message too big"),
        NO_MEMORY(CloseCode.TRY_AGAIN_LATER, "out of buffer memory"),
        TOO_MANY_BLOCKS(CloseCode.POLICY_VIOLATION, "too many last blocks"),
        /** The content is not what its type says, as with text that is not UTF-8; the frames were in order. */
        DAMAGED(CloseCode.INVALID_PAYLOAD, "compressed message damaged");

        final int code;
        final String reason;

        Outcome(int code, String reason) {
            this.code = code;
            this.reason = reason;
        }
    }

    /** How long a message may be compressed, that inflated must not be longer than this. */
    static int longestCompressed(int longest) {
        return longest + longest / OVERHEAD + FIXED_OVERHEAD;
    }

    /**
     * Inflates a message, which {@link #payload} then shows until {@link #release}.
     *
     * @param compressed is consumed
     * @param most the longest message
     * @param memory is asked for what exceeds the own buffer
     */
    Outcome inflate(ByteBuffer compressed, int most, FrameSink memory) {
        longest = most;
        if (!compressed.hasRemaining()) {
            // Not by the letter, but some send an empty message so.
            return Outcome.WHOLE;
        }
        try {
            Outcome outcome = blocks(compressed, memory);
            return outcome == Outcome.WHOLE && !inflater.finished() ? end(memory) : outcome;
        } catch (DataFormatException damaged) {
            return Outcome.DAMAGED;
        }
    }

    /** The message. */
    ByteBuffer payload() {
        return ByteBuffer.wrap(bytes, 0, size).slice();
    }

    /** Forgets the message, and gives back what was taken for it. */
    void release(FrameSink memory) {
        inflater.reset();
        bytes = own;
        size = 0;
        releaseBytes(memory);
    }

    /** Gives up the memory outside the heap. Nothing is to be inflated any more. */
    public void end() {
        inflater.end();
    }

    /** All that was sent. Behind a last block comes a new stream, in the same window. */
    private Outcome blocks(ByteBuffer compressed, FrameSink memory) throws DataFormatException {
        inflater.setInput(compressed);
        Outcome outcome = drain(memory);
        for (int last = 1; outcome == Outcome.WHOLE && inflater.finished() && compressed.hasRemaining(); last++) {
            if (last > MAX_LAST_BLOCKS) {
                return Outcome.TOO_MANY_BLOCKS;
            }
            inflater.reset();
            int window = Math.min(size, WINDOW);
            if (window > 0) {
                inflater.setDictionary(bytes, size - window, window);
            }
            inflater.setInput(compressed);
            outcome = drain(memory);
        }
        return outcome;
    }

    /** What was not sent, and the proof that nothing else is missing. */
    private Outcome end(FrameSink memory) throws DataFormatException {
        inflater.setInput(TAIL);
        Outcome outcome = drain(memory);
        if (outcome == Outcome.WHOLE && !inflater.finished()) {
            inflater.setInput(END);
            outcome = drain(memory);
        }
        boolean whole = inflater.finished() && inflater.getRemaining() == 0;
        return outcome == Outcome.WHOLE && !whole ? Outcome.DAMAGED : outcome;
    }

    /** Inflates as long as there is input, or something of it is still to come out. */
    private Outcome drain(FrameSink memory) throws DataFormatException {
        while (true) {
            int room = Math.min(bytes.length, longest + 1) - size;
            if (room == 0) {
                if (!grow(memory)) {
                    return Outcome.NO_MEMORY;
                }
                continue;
            }
            int made = inflater.inflate(bytes, size, room);
            size += made;
            if (size > longest) {
                return Outcome.TOO_BIG;
            }
            if (made < room) {
                return Outcome.WHOLE;
            }
        }
    }

    private boolean grow(FrameSink memory) {
        int capacity = (int) Math.min(longest + 1L, 2L * bytes.length);
        long cost = (capacity + (long) ARRAY) & -8L;
        if (!memory.mayHold(cost)) {
            return false;
        }
        long before = held;
        held += cost;
        bytes = Arrays.copyOf(bytes, capacity);
        held -= before;
        memory.released(before);
        return true;
    }

    private void releaseBytes(FrameSink memory) {
        long back = held;
        held = 0;
        memory.released(back);
    }
}
