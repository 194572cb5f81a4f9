package dev.mooring.server.fanout;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.server.Audience;
import dev.mooring.server.Envelope;
import dev.mooring.server.MessageType;
import dev.mooring.server.connection.Connection;
import dev.mooring.server.connection.ConnectionLoop;
import dev.mooring.server.connection.SharedFrame;
import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one message: as it is, and for each envelope that a connection wants it in, made when the first wants it, and each of
 * them compressed.
 *
 * <p>A connection gets its messages in its own protocol or not at all. Thread-safe. Each frame is charged to the memory for
 * queues until all loops have delivered it.
 */
public final class MessageFrames {
    private final Audience audience;
    private final MessageType type;
    private final SharedFrame plain;
    /** By envelope; empty where the frame could not be made, which is tried once. */
    private @Nullable IdentityHashMap<Envelope, Optional<SharedFrame>> wrapped;

    /** The frames of a message whose plain frame is made; that is released with the others. */
    public MessageFrames(Audience audience, MessageType type, SharedFrame plain) {
        this.audience = audience;
        this.type = type;
        this.plain = plain;
    }

    /** The message as it is. */
    public SharedFrame plain() {
        return plain;
    }

    /** Whether the connection takes what is published; not one whose protocol has to be agreed on first. */
    public static boolean isFor(Connection connection) {
        return !(connection.attachment().orElse("") instanceof Envelope.Enveloped enveloped) || enveloped.ready();
    }

    /**
     * The frame that this connection gets, one of those that take what is published; null when there is no memory for the
     * message in its envelope, or the application could not wrap it.
     */
    public @Nullable SharedFrame frameFor(Connection connection) {
        SharedFrame frame = connection.attachment().orElse("") instanceof Envelope.Enveloped enveloped
                ? wrapped(enveloped.envelope(), connection.loop())
                : plain;
        return frame == null ? null : frame.as(connection);
    }

    /** Gives up the maker's references; frames that still wait in queues stay until they are sent. */
    public synchronized void release() {
        plain.release();
        if (wrapped != null) {
            wrapped.values().forEach(frame -> frame.ifPresent(SharedFrame::release));
            wrapped = null;
        }
    }

    private synchronized @Nullable SharedFrame wrapped(Envelope envelope, ConnectionLoop loop) {
        IdentityHashMap<Envelope, Optional<SharedFrame>> frames = wrapped;
        if (frames == null) {
            frames = new IdentityHashMap<>();
            wrapped = frames;
        }
        Optional<SharedFrame> frame = frames.get(envelope);
        if (frame == null) {
            // First: what can be said twice is not said for each connection.
            frames.put(envelope, Optional.empty());
            frame = made(envelope, loop);
            frames.put(envelope, frame);
        }
        return frame.orElse(null);
    }

    private Optional<SharedFrame> made(Envelope envelope, ConnectionLoop loop) {
        try {
            String text = envelope.wrap(audience, type, plain.payload());
            Optional<SharedFrame> frame = loop.share(MessageType.TEXT, ByteBuffer.wrap(text.getBytes(UTF_8)), 0);
            if (frame.isEmpty()) {
                loop.warn(
                        "there was no memory for a message in an application's envelope: those who want it so do not get it;"
                                + " raise the heap or publish less at once",
                        null);
            }
            return frame;
        } catch (RuntimeException | Error broken) {
            loop.warn(
                    "a message could not be put into an application's envelope: those who want it so do not get it",
                    broken);
            return Optional.empty();
        }
    }
}
