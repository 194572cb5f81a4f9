package dev.mooring.server.token;

import dev.mooring.server.Figure;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Where keys come from. Thread-safe. */
interface KeySource extends AutoCloseable {
    /** The keys that verify now; empty when none are known that are not too old. May read a file. */
    Optional<KeySet> now();

    /**
     * The keys as they are after a new look at where they come from, for a token whose key is not among them. Looks seldom,
     * whatever tokens come.
     *
     * @return empty when it could not be looked, so that nobody knows whether that key is there
     */
    CompletableFuture<Optional<KeySet>> looked();

    /** How it stands. */
    List<Figure> figures();

    @Override
    void close();
}
