package dev.mooring.server.topic;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * An int for each descriptor of the process, zero until it is set, in pages that are made when they are first written.
 *
 * <p>Each entry belongs to the event loop that has the descriptor: only that one reads and writes it, and it is zero again
 * before the descriptor is closed. Cost: 4 bytes a descriptor, and nothing before the first.
 */
public final class DescriptorInts {
    private static final int PAGE_SHIFT = 14;
    private static final int PAGE = 1 << PAGE_SHIFT;
    /** Linux's fs.nr_open cannot be set higher than 2^30 or so; 2^27 descriptors are more than any process has. */
    private static final int MAX_PAGES = 1 << 13;

    private final AtomicReferenceArray<int @Nullable []> pages = new AtomicReferenceArray<>(MAX_PAGES);

    /** What was set last, or zero. */
    public int get(int descriptor) {
        int[] page = pages.getPlain(descriptor >> PAGE_SHIFT);
        if (page == null) {
            page = pages.get(descriptor >> PAGE_SHIFT);
        }
        return page == null ? 0 : page[descriptor & (PAGE - 1)];
    }

    public void set(int descriptor, int value) {
        int[] page = pages.get(descriptor >> PAGE_SHIFT);
        if (page == null) {
            if (value == 0) {
                return;
            }
            pages.compareAndSet(descriptor >> PAGE_SHIFT, null, new int[PAGE]);
            set(descriptor, value);
        } else {
            page[descriptor & (PAGE - 1)] = value;
        }
    }
}
