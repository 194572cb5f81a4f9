package dev.mooring.server.fanout;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.server.Audience;
import dev.mooring.server.Envelope;
import dev.mooring.server.MessageType;
import dev.mooring.server.connection.Connection;
import dev.mooring.server.connection.ConnectionLoop;
import dev.mooring.server.connection.SharedFrame;
import dev.mooring.server.topic.TopicKey;
import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One message on its way to all loops: its frames, and who has still to deliver it. */
final class Publication {
    private final Audience audience;
    private final @Nullable TopicKey key;
    private final MessageType type;
    private final ByteBuffer payload;
    private final SharedFrame plain;
    private final AtomicInteger loopsLeft;
    private final AtomicInteger receivers = new AtomicInteger();
    private final CompletableFuture<Integer> answer = new CompletableFuture<>();
    /** By envelope; empty where there was no memory for the frame. */
    private @Nullable IdentityHashMap<Envelope, Optional<SharedFrame>> wrapped;

    Publication(
            Audience audience,
            @Nullable TopicKey key,
            MessageType type,
            ByteBuffer payload,
            SharedFrame plain,
            int loops) {
        this.audience = audience;
        this.key = key;
        this.type = type;
        this.payload = payload;
        this.plain = plain;
        this.loopsLeft = new AtomicInteger(loops);
    }

    /** Those of the loop that it is for, at this moment. */
    Connection[] receivers(ConnectionLoop loop) {
        if (key == null) {
            return loop.snapshot();
        }
        return loop.hasTopics() ? loop.topics().members(key) : new Connection[0];
    }

    /** The frame that this connection gets; null when there is no memory for it. */
    @Nullable
    SharedFrame frameFor(Connection connection, ConnectionLoop loop) {
        Optional<Object> attachment = connection.attachment();
        return attachment.isPresent() && attachment.get() instanceof Envelope.Enveloped enveloped
                ? wrapped(enveloped.envelope(), loop)
                : plain;
    }

    CompletableFuture<Integer> answer() {
        return answer;
    }

    /** A loop has done its part. */
    void delivered(int count) {
        receivers.addAndGet(count);
        if (loopsLeft.decrementAndGet() == 0) {
            release();
            answer.complete(receivers.get());
        }
    }

    /** A loop has ended before it has done its part, and all its connections with it. */
    private synchronized void release() {
        plain.release();
        if (wrapped != null) {
            wrapped.values().forEach(frame -> frame.ifPresent(SharedFrame::release));
        }
    }

    private synchronized @Nullable SharedFrame wrapped(Envelope envelope, ConnectionLoop loop) {
        IdentityHashMap<Envelope, Optional<SharedFrame>> frames = wrapped;
        if (frames == null) {
            frames = new IdentityHashMap<>();
            wrapped = frames;
        }
        return frames.computeIfAbsent(
                        envelope,
                        each -> loop.share(
                                MessageType.TEXT,
                                each.wrap(audience, type, payload.asReadOnlyBuffer())
                                        .getBytes(UTF_8)))
                .orElse(null);
    }
}
