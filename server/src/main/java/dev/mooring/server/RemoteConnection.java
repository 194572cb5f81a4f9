package dev.mooring.server;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A connection whose id names another host. Whether it lives is known to that host alone, which is asked each time. All methods
 * may be called from any thread; what they return fails with {@link java.util.concurrent.RejectedExecutionException} when
 * that host cannot be asked now, or does not answer within three seconds.
 */
public interface RemoteConnection {
    /**
     * Sends a message, in the protocol that the connection speaks.
     *
     * @param payload its remaining bytes, which are copied
     * @return completes with what became of it there; {@link SendResult#FULL} also where the protocol has still to be agreed on
     */
    CompletableFuture<SendResult> send(MessageType type, ByteBuffer payload);

    /** Closes it as {@link WebSocket#close}; completes with whether it was there. */
    CompletableFuture<Boolean> close(int code, String reason);

    /** Completes with what is known of it; empty when it has ended. */
    CompletableFuture<Optional<Description>> describe();

    /**
     * What its host knows of a connection.
     *
     * @param clientAddress without the port; empty when it has just gone
     * @param times empty unless that host {@linkplain MooringServer#keepTimes keeps} them
     */
    record Description(String clientAddress, Optional<ConnectionTimes> times) {}
}
