package dev.mooring.server.topic;

import java.util.Arrays;

/**
 * Blocks of a few 32-bit words in pages of 64 KiB, addressed by one int. Not thread-safe.
 *
 * <p>An object costs 16 bytes before it holds anything, more than most of what is kept here; a block costs nothing beside
 * its words. A freed block is given to the next that asks for its size; when there may be no more pages a larger one is cut.
 * Pages are never given back: what came once may come again.
 */
final class WordPool {
    static final int PAGE_WORDS = 1 << 14;
    private static final int PAGE_SHIFT = 14;
    private static final int PAGE_BYTES = 16 + PAGE_WORDS * Integer.BYTES;
    /** No address of a block, so that zero can say that there is none. */
    static final int NONE = 0;

    private final MemoryLimit memory;
    /** By size: the first free block, in whose first word the next one stands. */
    private final int[] free;

    private int[][] pages = {};
    private int pageCount;
    private int unused = PAGE_WORDS;

    WordPool(MemoryLimit memory, int largest) {
        this.memory = memory;
        this.free = new int[largest + 1];
    }

    /** A block of so many words, whose content is whatever it was; {@link #NONE} when there is no memory for it. */
    int take(int words) {
        int block = free[words];
        if (block != NONE) {
            free[words] = get(block, 0);
            return block;
        }
        if (PAGE_WORDS - unused < words && !addPage()) {
            return cut(words);
        }
        block = ((pageCount - 1) << PAGE_SHIFT) + unused;
        unused += words;
        return block;
    }

    void give(int block, int words) {
        set(block, 0, free[words]);
        free[words] = block;
    }

    int get(int block, int word) {
        int address = block + word;
        return pages[address >>> PAGE_SHIFT][address & (PAGE_WORDS - 1)];
    }

    void set(int block, int word, int value) {
        int address = block + word;
        pages[address >>> PAGE_SHIFT][address & (PAGE_WORDS - 1)] = value;
    }

    private boolean addPage() {
        if (pageCount == 1 << (Integer.SIZE - 1 - PAGE_SHIFT) || !memory.take(PAGE_BYTES)) {
            return false;
        }
        int rest = PAGE_WORDS - unused;
        if (rest > 0) {
            give(((pageCount - 1) << PAGE_SHIFT) + unused, rest);
        }
        if (pageCount == pages.length) {
            pages = Arrays.copyOf(pages, Math.max(4, pages.length + (pages.length >> 1)));
        }
        pages[pageCount++] = new int[PAGE_WORDS];
        // Address zero is nobody's.
        unused = pageCount == 1 ? 1 : 0;
        return true;
    }

    private int cut(int words) {
        for (int size = words + 1; size < free.length; size++) {
            int block = free[size];
            if (block != NONE) {
                free[size] = get(block, 0);
                give(block + words, size - words);
                return block;
            }
        }
        return NONE;
    }
}
