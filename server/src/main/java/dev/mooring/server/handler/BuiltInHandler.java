package dev.mooring.server.handler;

import dev.mooring.server.connection.Connection;
import dev.mooring.server.connection.MessageHandler;
import dev.mooring.server.frame.MessageType;
import java.nio.ByteBuffer;

/** The handlers that come with the server. */
public enum BuiltInHandler implements MessageHandler {
    /** Holds connections and drops what they say; for applications that only publish. */
    IDLE {
        @Override
        public void message(Connection connection, MessageType type, ByteBuffer payload) {}
    },
    /** Sends every message back. */
    ECHO {
        @Override
        public void message(Connection connection, MessageType type, ByteBuffer payload) {
            connection.send(type, payload);
        }
    }
}
