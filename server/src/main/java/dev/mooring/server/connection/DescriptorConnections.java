package dev.mooring.server.connection;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The connection that has a descriptor, as {@link dev.mooring.server.topic.DescriptorInts} has ints: each entry is read and
 * written by its connection's loop alone. Cost: 4 bytes a descriptor, and nothing before the first.
 */
final class DescriptorConnections {
    private static final int PAGE_SHIFT = 14;
    private static final int PAGE = 1 << PAGE_SHIFT;
    private static final int MAX_PAGES = 1 << 13;

    private final AtomicReferenceArray<@Nullable Connection @Nullable []> pages = new AtomicReferenceArray<>(MAX_PAGES);

    @Nullable
    Connection get(int descriptor) {
        @Nullable Connection[] page = pages.get(descriptor >> PAGE_SHIFT);
        return page == null ? null : page[descriptor & (PAGE - 1)];
    }

    void set(int descriptor, @Nullable Connection connection) {
        @Nullable Connection[] page = pages.get(descriptor >> PAGE_SHIFT);
        if (page == null) {
            if (connection == null) {
                return;
            }
            pages.compareAndSet(descriptor >> PAGE_SHIFT, null, new Connection[PAGE]);
            set(descriptor, connection);
        } else {
            page[descriptor & (PAGE - 1)] = connection;
        }
    }
}
