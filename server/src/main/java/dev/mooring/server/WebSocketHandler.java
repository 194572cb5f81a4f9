package dev.mooring.server;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What an application does with its connections. Only {@link #message} has to be written.
 *
 * <p>One instance serves every event loop. The calls of one connection come one after another, on its own loop's
 * thread, and must not block it: a loop carries some hundred thousand other connections. What is thrown closes the
 * connection with 1011.
 */
@FunctionalInterface
public interface WebSocketHandler {
    /**
     * A client asks to be let in; the request is well-formed, and its origin is allowed. A handler that does not override
     * this pays nothing for it; one that does, a copy of the request. What is thrown is answered 500.
     *
     * @return accept, which the default does, refuse, or a promise to say so later
     */
    default HandshakeAnswer handshake(Handshake handshake) {
        return HandshakeAnswer.accept();
    }

    /** The client has been let in. */
    default void open(WebSocket socket) {}

    /**
     * A whole message.
     *
     * @param payload its bytes, valid UTF-8 when the type is text; read-only, big endian, and valid only during the
     *     call. Its position, limit and order are the handler's own
     */
    void message(WebSocket socket, MessageType type, ByteBuffer payload);

    /** A connection that answered {@link SendResult#FULL} takes messages again. Called once for however many such answers. */
    default void writable(WebSocket socket) {}

    /**
     * The connection has ended.
     *
     * @param code the close code, 1006 when it ended without a Close
     */
    default void close(WebSocket socket, int code) {}

    /** Figures of the application's own for the admin port's {@code /metrics}; asked for when that is first scraped. */
    default List<Figure> figures() {
        return List.of();
    }
}
