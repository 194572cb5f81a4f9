package dev.mooring.server.connection;

import dev.mooring.server.frame.MessageType;
import java.nio.ByteBuffer;

/**
 * The application's handler. What it throws is marked as its own, so that the log does not lay at its door what the
 * server's code threw. Costs a call a message and nothing per connection.
 */
final class WatchedHandler implements MessageHandler {
    /** For the log: the application heard of an end, and nothing depends on what it makes of it. */
    static final String TOLD_OF_AN_END = "the message handler threw when it was told that a connection had ended";

    private final MessageHandler application;

    WatchedHandler(MessageHandler application) {
        this.application = application;
    }

    @Override
    public void open(Connection connection) {
        try {
            application.open(connection);
        } catch (Throwable thrown) {
            throw new ThrownByHandler(thrown);
        }
    }

    @Override
    public void message(Connection connection, MessageType type, ByteBuffer payload) {
        try {
            application.message(connection, type, payload);
        } catch (Throwable thrown) {
            throw new ThrownByHandler(thrown);
        }
    }

    @Override
    public void close(Connection connection, int code) {
        application.close(connection, code);
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
        String who = thrown instanceof ThrownByHandler ? "the message handler threw" : "handling a connection threw";
        return who
                + (told
                        ? "; its connection is closed with 1011"
                        : "; its connection was closing already, and is ended");
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
