package dev.mooring.server.connection;

import dev.mooring.server.Handshake;
import dev.mooring.server.HandshakeAnswer;
import dev.mooring.server.MessageType;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import java.nio.ByteBuffer;

/**
 * The application's handler. What it throws is marked as its own, so that the log does not lay at its door what the
 * server's code threw. Costs a call a message and nothing per connection.
 */
final class WatchedHandler implements WebSocketHandler {
    /** For the log: the application heard of an end, and nothing depends on what it makes of it. */
    static final String TOLD_OF_AN_END = "the message handler threw when it was told that a connection had ended";

    private final WebSocketHandler application;

    WatchedHandler(WebSocketHandler application) {
        this.application = application;
    }

    /** Whether it has something to say to a request; else the request need not be copied. */
    boolean asksForHandshakes() {
        try {
            return application
                            .getClass()
                            .getMethod("handshake", Handshake.class)
                            .getDeclaringClass()
                    != WebSocketHandler.class;
        } catch (NoSuchMethodException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Override
    public HandshakeAnswer handshake(Handshake handshake) {
        try {
            return application.handshake(handshake);
        } catch (Throwable thrown) {
            throw new ThrownByHandler(thrown);
        }
    }

    @Override
    public void open(WebSocket socket) {
        try {
            application.open(socket);
        } catch (Throwable thrown) {
            throw new ThrownByHandler(thrown);
        }
    }

    @Override
    public void message(WebSocket socket, MessageType type, ByteBuffer payload) {
        try {
            application.message(socket, type, payload);
        } catch (Throwable thrown) {
            throw new ThrownByHandler(thrown);
        }
    }

    @Override
    public void writable(WebSocket socket) {
        try {
            application.writable(socket);
        } catch (Throwable thrown) {
            throw new ThrownByHandler(thrown);
        }
    }

    @Override
    public void close(WebSocket socket, int code) {
        application.close(socket, code);
    }

    /**
     * For the log: who threw, and what became of the connection.
     *
     * @param request whether its request was still being handled
     * @param told whether it was sent a Close with 1011
     */
    static String sentence(Throwable thrown, boolean request, boolean told) {
        if (request) {
            return "handling a request threw; its connection is ended without an answer";
        }
        // Constants, for it may be the want of memory that was thrown.
        if (thrown instanceof ThrownByHandler) {
            return told
                    ? "the message handler threw; its connection is closed with 1011"
                    : "the message handler threw; its connection was closing already, and is ended";
        }
        return told
                ? "handling a connection threw; its connection is closed with 1011"
                : "handling a connection threw; its connection was closing already, and is ended";
    }

    /** What was thrown, without the mark. */
    static Throwable origin(Throwable thrown) {
        return thrown instanceof ThrownByHandler marked ? marked.origin : thrown;
    }

    /** The mark. */
    static final class ThrownByHandler extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Throwable origin;

        ThrownByHandler(Throwable origin) {
            super(null, origin, false, false);
            this.origin = origin;
        }
    }
}
