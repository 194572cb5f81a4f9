package dev.mooring.server;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * One open connection, as the application sees it. RFC 6455.
 *
 * <p>Every connection belongs to one event loop, on whose thread the {@link WebSocketHandler} is called. All methods may be
 * called from any thread unless they say otherwise. On the loop's own thread a send costs a copy into the loop's write
 * buffer, and all answers to one read leave in one system call. From another thread it costs a copy of the payload, which is
 * handed over; what one thread sends, closes and executes happens in that order. An object of this type stays harmless
 * after the connection has ended, and never reaches another client.
 */
public interface WebSocket {
    /** Sends a text message. A surrogate without its other half, which UTF-8 cannot carry, is sent as a question mark. */
    default SendResult send(String text) {
        return send(MessageType.TEXT, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends a binary message: the remaining bytes, which are consumed if the message is taken. */
    default SendResult send(ByteBuffer payload) {
        return send(MessageType.BINARY, payload);
    }

    /**
     * Sends a message. The payload may be used again when this returns.
     *
     * @param type {@link MessageType#TEXT} only for bytes that are valid UTF-8, as those of a received text are; it is not
     *     checked again
     * @param payload the remaining bytes, which are consumed if the message is taken
     * @throws IllegalArgumentException for a message from another thread that is longer than all the memory for waiting
     *     messages
     */
    SendResult send(MessageType type, ByteBuffer payload);

    /**
     * Starts the closing handshake: one Close, behind all that was sent before, then up to two seconds for the peer's.
     * Does nothing when the connection is closing or has ended.
     *
     * @param code one that RFC 6455 section 7.4 lets an endpoint send, as {@link CloseCode#NORMAL} or 4000 to 4999
     * @param reason a few words for the peer, 123 bytes of UTF-8 at most; longer ones are cut between two characters
     * @throws IllegalArgumentException for a code that must not be sent
     */
    void close(int code, String reason);

    /**
     * What this connection is called: 16 characters of base64url, as long as the server lives, for {@link MooringServer#find}. It
     * can still be asked for in {@link WebSocketHandler#close}. The first call draws it, and costs 8 bytes per descriptor.
     */
    String id();

    /** When it came and was last active; empty unless {@link MooringServer#keepTimes} was asked before its id was drawn. */
    Optional<ConnectionTimes> times();

    /**
     * Lets go of what is attached, and of the bytes that it costs.
     *
     * @throws IllegalStateException on another thread than the connection's loop
     */
    void detach();

    /**
     * Closes the connection with {@link CloseCode#EXPIRED} at that time, some seconds later at most where many end at once, instead
     * of the one that was given before. It costs 8 bytes per descriptor.
     *
     * @throws IllegalStateException on another thread than the connection's loop
     */
    void expireAt(Instant end);

    /**
     * As {@link #expireAt}, unless an earlier end was given before: for one reason among several why the connection may stay,
     * which is not to outlive another.
     *
     * @throws IllegalStateException on another thread than the connection's loop
     */
    void expireAtLatest(Instant end);

    /** What it hears. A view: it costs 16 bytes for the moment. */
    Topics topics();

    /** Whether messages can be sent. On another thread than the loop's the answer may be a moment old. */
    boolean open();

    /** What the application attached, if anything. On another thread than the loop's the answer may be a moment old. */
    Optional<Object> attachment();

    /**
     * Attaches an object of the application's; it costs the connection some 56 bytes besides the object.
     *
     * @throws IllegalStateException on another thread than the connection's loop; use {@link #execute} there
     */
    void attach(Object attachment);

    /**
     * The client's address: the PROXY header's when there was one, else the socket's own, which takes a system call; empty
     * when the connection has ended.
     */
    Optional<InetSocketAddress> clientAddress();

    /** Runs a task on the connection's loop, behind what this thread has sent. It must not block. */
    void execute(Runnable task);
}
