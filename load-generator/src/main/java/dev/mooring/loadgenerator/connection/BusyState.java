package dev.mooring.loadgenerator.connection;

import dev.mooring.loadgenerator.delivery.Arrivals;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What only a connection in action needs: during its handshake, inside a frame, with an echo under way. */
final class BusyState {
    private static final int MAX_UNSENT = 256 * 1024;

    /** Set during the handshake. */
    @Nullable
    Attempt attempt;
    /** Bytes that the socket did not take; direct, so that they can be written without a copy. */
    @Nullable
    ByteBuffer unsent;
    /** Set on the connections that send messages. */
    @Nullable
    EchoExchange echo;

    /** Set on connections that have heard a published message. */
    @Nullable
    Arrivals arrivals;

    /** What the frame decoder keeps of an open message. */
    int message;
    /** The bytes of an incomplete head or frame. */
    private byte @Nullable [] partial;

    boolean isIdle() {
        return attempt == null && partial == null && unsent == null && echo == null && arrivals == null && message == 0;
    }

    void keepPartial(ByteBuffer rest) {
        byte[] kept = new byte[rest.remaining()];
        rest.get(kept);
        partial = kept;
    }

    /** The kept bytes and those that have come, as one; forgets the kept ones. */
    ByteBuffer withPartial(ByteBuffer fresh) {
        byte[] kept = partial;
        if (kept == null) {
            return fresh;
        }
        partial = null;
        return ByteBuffer.allocate(kept.length + fresh.remaining())
                .put(kept)
                .put(fresh)
                .flip();
    }

    /** Adds to the bytes that wait for the socket; false when they have become too many. */
    boolean keepUnsent(ByteBuffer rest) {
        ByteBuffer before = unsent;
        int size = rest.remaining() + (before == null ? 0 : before.remaining());
        if (size > MAX_UNSENT) {
            return false;
        }
        ByteBuffer all = ByteBuffer.allocateDirect(size);
        if (before != null) {
            all.put(before);
        }
        unsent = all.put(rest).flip();
        return true;
    }
}
