package dev.mooring.server.handler;

import dev.mooring.server.MessageType;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import java.nio.ByteBuffer;

/** The handlers that come with the server. */
public enum BuiltInHandler implements WebSocketHandler {
    /** Holds connections and drops what they say; for applications that only publish. */
    IDLE {
        @Override
        public void message(WebSocket socket, MessageType type, ByteBuffer payload) {}
    },
    /** Sends every message back. */
    ECHO {
        @Override
        public void message(WebSocket socket, MessageType type, ByteBuffer payload) {
            socket.send(type, payload);
        }
    }
}
