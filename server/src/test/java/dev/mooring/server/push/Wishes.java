package dev.mooring.server.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.server.MessageType;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import java.nio.ByteBuffer;

/** Does what its clients say: + a topic, @ a user, or tells them their id. */
final class Wishes implements WebSocketHandler {
    @Override
    public void message(WebSocket socket, MessageType type, ByteBuffer payload) {
        String wish = UTF_8.decode(payload).toString();
        switch (wish.charAt(0)) {
            case '+' -> socket.send(socket.topics().subscribe(wish.substring(1)).toString());
            case '@' -> socket.send(socket.topics().identify(wish.substring(1)).toString());
            default -> socket.send(socket.id());
        }
    }
}
