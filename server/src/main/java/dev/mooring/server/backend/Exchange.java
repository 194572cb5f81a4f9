package dev.mooring.server.backend;

import java.util.concurrent.CompletableFuture;

/** One request and its answer over the network. Thread-safe; it does not block, and has no time limit of its own. */
interface Exchange extends AutoCloseable {
    /**
     * Posts.
     *
     * @return fails with {@link java.net.ConnectException} when the request has certainly not reached the backend
     */
    Pending post(EventHeaders headers, byte[] event);

    @Override
    void close();

    /**
     * An exchange under way.
     *
     * @param giveUp ends it, so that nothing of it is kept
     */
    record Pending(CompletableFuture<BackendAnswer> answer, Runnable giveUp) {}
}
