package dev.mooring.server.connection;

import dev.mooring.server.frame.MessageType;
import java.nio.ByteBuffer;

/**
 * What an application does with its connections: the embedding interface.
 *
 * <p>One instance serves every event loop. The calls of one connection come one after another, on its own loop's
 * thread, and must not block it: a loop carries some hundred thousand other connections. What is thrown closes the
 * connection with 1011.
 */
public interface MessageHandler {
    /** The handshake is done. */
    default void open(Connection connection) {}

    /**
     * A whole message.
     *
     * @param payload its bytes, valid UTF-8 when the type is text; read-only, big endian, and valid only during the
     *     call. Its position, limit and order are the handler's own
     */
    default void message(Connection connection, MessageType type, ByteBuffer payload) {}

    /**
     * The connection has ended.
     *
     * @param code the close code, 1006 when it ended without a Close
     */
    default void close(Connection connection, int code) {}
}
