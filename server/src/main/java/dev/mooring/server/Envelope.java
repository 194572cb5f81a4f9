package dev.mooring.server;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * How what is published is written for connections that speak a protocol of the application's. One instance serves all of
 * them, from any thread; a message is wrapped once for all connections that share the envelope. Where that throws, or there
 * is no memory for the result, those connections do not get the message; they are counted as undelivered, and stay.
 */
@FunctionalInterface
public interface Envelope {
    /**
     * Wraps a message.
     *
     * @param audience who it was published to
     * @param payload its remaining bytes, which are not to be changed
     * @return the text message to send instead
     */
    String wrap(Audience audience, MessageType type, ByteBuffer payload);

    /**
     * Sends a message to one connection, in the envelope that it wants.
     *
     * @return empty where the connection has still to agree on its protocol
     */
    static Optional<SendResult> send(WebSocket socket, MessageType type, ByteBuffer payload) {
        if (!(socket.attachment().orElse("") instanceof Enveloped enveloped)) {
            return Optional.of(socket.send(type, payload));
        }
        return enveloped.ready()
                ? Optional.of(socket.send(enveloped.envelope().wrap(Audience.all(), type, payload)))
                : Optional.empty();
    }

    /** An attachment that says so: what is published to its connection comes in this envelope. */
    interface Enveloped {
        Envelope envelope();

        /**
         * Whether the connection takes what is published already; one that has to agree on its protocol first does not, and is
         * in no audience until then, nor sent to by its id. Asked for each message, on the connection's loop or by the thread
         * that sends: what it says true after is written before what that thread sends.
         */
        default boolean ready() {
            return true;
        }
    }
}
