package dev.mooring.server.functional;

import dev.mooring.server.MessageType;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import java.nio.ByteBuffer;

/** An application that does nothing with messages. */
abstract class QuietHandler implements WebSocketHandler {
    @Override
    public void message(WebSocket socket, MessageType type, ByteBuffer payload) {}
}
