package dev.mooring.server;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What carries messages between hosts, so that a fleet acts as one: Redis, for example. A server that is given none is alone.
 *
 * <p>It knows who hears what only as far as its host tells it, and keeps no second truth: after it was away it asks the host for
 * all of it again. All methods may be called from any thread, and none of them waits, but for {@link #start} and {@link #close}.
 */
public interface Engine extends AutoCloseable {
    /**
     * Joins the fleet; returns when that is done, or some seconds later when nobody answers, and goes on trying then.
     *
     * @throws dev.mooring.capacity.unit.RefusedException when trying again would not help: the password is wrong, or another
     *     host has the same id
     */
    void start(EngineHost host);

    /** Somebody on this host hears the topic or user from now on. It may be said again. */
    void gained(Audience audience);

    /** Nobody on this host hears it any more. */
    void lost(Audience audience);

    /**
     * Completes when messages to that audience, {@linkplain #gained gained} before this call, reach this host from every other;
     * fails with {@link java.util.concurrent.RejectedExecutionException} when it cannot be told now.
     */
    CompletableFuture<Void> settled(Audience audience);

    /**
     * Hands a message to every host that has somebody who hears it, this one too: all of them get it on the same way, and so in
     * the same order.
     *
     * @param payload its remaining bytes, which are copied
     * @return completes with the number of hosts that it went to; fails with {@link
     *     java.util.concurrent.RejectedExecutionException} when the engine is down, takes no more or was lost before its answer,
     *     whose message says whether it may have arrived
     * @throws IllegalArgumentException for one that is longer than it carries
     */
    CompletableFuture<Integer> publish(Audience audience, MessageType type, ByteBuffer payload);

    /**
     * Hands bytes to one host.
     *
     * @return completes with whether it is there; fails as {@link #publish}
     */
    CompletableFuture<Boolean> tell(int host, ByteBuffer message);

    /** Figures for {@code /metrics}. */
    List<Figure> figures();

    /** Leaves; what is under way fails. */
    @Override
    void close();
}
