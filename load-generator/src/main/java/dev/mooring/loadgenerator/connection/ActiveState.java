package dev.mooring.loadgenerator.connection;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What only a connection in action needs: during its handshake, inside a frame, with an echo under way. */
final class ActiveState {
    /** Set during the handshake. */
    @Nullable
    Attempt attempt;
    /** The bytes of an incomplete head or frame. */
    byte @Nullable [] partial;
    /** Bytes that the socket did not take. */
    @Nullable
    ByteBuffer unsent;
    /** Set on the connections that send messages. */
    @Nullable
    EchoExchange echo;

    boolean fragmented;

    /**
     * One try to connect.
     *
     * @param dueNanos when it should have started
     * @param failures how many tries before it failed in a row
     */
    record Attempt(String key, long dueNanos, int failures, int port) {}

    boolean isIdle() {
        return attempt == null && partial == null && unsent == null && echo == null && !fragmented;
    }
}
