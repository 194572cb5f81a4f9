package dev.mooring.server.token;

import java.util.concurrent.CompletableFuture;

/** Asks for a JWK set. Thread-safe; it does not block. */
interface KeyFetch extends AutoCloseable {
    /** What is there now; fails when it is not had in time, is too long, or comes with another status than 200. */
    CompletableFuture<String> text();

    @Override
    void close();
}
