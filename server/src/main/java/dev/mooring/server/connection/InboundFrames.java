package dev.mooring.server.connection;

import static java.util.Objects.requireNonNull;

import dev.mooring.server.MessageType;
import dev.mooring.server.frame.FrameSink;
import dev.mooring.server.frame.MessageInflater;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The frames of whichever connection a loop is reading, passed on to it. One a loop; not thread-safe. */
final class InboundFrames implements FrameSink {
    private final PartialMessages partial;
    private final LoopCompression compression;
    private @Nullable Connection connection;

    InboundFrames(PartialMessages partial, LoopCompression compression) {
        this.partial = partial;
        this.compression = compression;
    }

    /** Who is being read. */
    InboundFrames of(Connection reading) {
        connection = reading;
        return this;
    }

    @Override
    public boolean mayHold(long bytes) {
        return partial.mayHold(bytes);
    }

    @Override
    public void released(long bytes) {
        partial.released(bytes);
    }

    @Override
    public @Nullable MessageInflater inflater() {
        return reading().compresses() ? compression.inflater() : null;
    }

    @Override
    public void message(MessageType type, ByteBuffer payload) {
        // Read-only: a view that a handler kept would else let it write over what others sent.
        partial.completed();
        reading().received(type, payload.asReadOnlyBuffer());
    }

    @Override
    public void inflated(MessageType type, ByteBuffer payload) {
        compression.inflated();
        message(type, payload);
    }

    @Override
    public void ping(ByteBuffer payload) {
        partial.completed();
        reading().pinged(payload);
    }

    @Override
    public void pong(ByteBuffer payload) {
        partial.completed();
        Liveness.ponged(reading());
    }

    @Override
    public void close(int code) {
        Closing.peerCloses(reading(), code);
    }

    @Override
    public void violation(int code, String reason) {
        Closing.fail(reading(), code, reason);
    }

    private Connection reading() {
        return requireNonNull(connection);
    }
}
