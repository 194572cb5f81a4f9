package dev.mooring.server.identity;

import dev.mooring.server.Figure;
import dev.mooring.server.Handshake;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Knows who clients are. Thread-safe. */
public interface Gate extends AutoCloseable {
    /**
     * Who asks; fails with {@link NotLetInException} for whom it does not know. Does not block. Whoever cancels it, for the client
     * has gone, frees the place that it had.
     */
    CompletableFuture<Identity> identify(Handshake handshake);

    /** The subprotocol by which that client said who it is, which some clients wait for in the answer. */
    Optional<String> subprotocol(Handshake handshake);

    /** How it stands. */
    List<Figure> figures();

    /** After the server has ended. */
    @Override
    void close();
}
