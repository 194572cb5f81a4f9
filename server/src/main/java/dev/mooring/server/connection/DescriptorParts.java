package dev.mooring.server.connection;

import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of some connections of the process, by descriptor: a part for each 4,096 descriptors, made when something of
 * one of them is first kept. Nothing before that.
 *
 * <p>Thread-safe; what is in a part is its own affair.
 */
final class DescriptorParts<P extends DescriptorParts.Part> {
    private static final int SHIFT = 12;

    /** Descriptors of a part. */
    static final int SIZE = 1 << SHIFT;

    private final Supplier<P> maker;
    private volatile @Nullable Object[] parts = {};

    /** What is known of the connections of one part's descriptors; used under its own lock. */
    interface Part {
        /** The connection at this place has ended. */
        void forget(Connection connection, int place);
    }

    DescriptorParts(Supplier<P> maker) {
        this.maker = maker;
    }

    /** The descriptor's place in its part. */
    static int place(int descriptor) {
        return descriptor & (SIZE - 1);
    }

    /** How many there may be; some of them were never made. */
    int count() {
        return parts.length;
    }

    /** One of them, if it was made. */
    @SuppressWarnings("unchecked") // the maker's, and nobody else's
    @Nullable
    P at(int index) {
        @Nullable Object[] all = parts;
        return index < all.length ? (P) all[index] : null;
    }

    /** The part of a descriptor, if it was made. */
    @Nullable
    P existing(int descriptor) {
        return at(descriptor >>> SHIFT);
    }

    /** The part of a descriptor. */
    P of(int descriptor) {
        P part = existing(descriptor);
        return part == null ? made(descriptor >>> SHIFT) : part;
    }

    /** Forgets a connection that has ended. On its loop. */
    void forget(Connection connection) {
        // Either this sees the part that another thread makes for the connection, or that thread sees that it has
        // ended.
        VarHandle.fullFence();
        int descriptor = connection.intValue();
        P part = existing(descriptor);
        if (part != null) {
            synchronized (part) {
                part.forget(connection, place(descriptor));
            }
        }
    }

    private synchronized P made(int index) {
        P there = at(index);
        if (there != null) {
            return there;
        }
        @Nullable Object[] more = Arrays.copyOf(parts, Math.max(parts.length, index + 1));
        P made = maker.get();
        more[index] = made;
        parts = more;
        return made;
    }
}
