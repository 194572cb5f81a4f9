package dev.mooring.server.fanout;

import dev.mooring.server.connection.Connection;
import dev.mooring.server.connection.ConnectionLoop;
import dev.mooring.server.topic.TopicKey;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One message on its way to all loops: its frames, and how many loops have still to deliver it. Thread-safe. */
final class Publication {
    private final @Nullable TopicKey key;
    private final MessageFrames frames;
    /** In microseconds, of which the age is told for an hour: as many bytes as the object has to spare. */
    private final int published;

    private final AtomicInteger loopsLeft;
    private final AtomicInteger receivers = new AtomicInteger();
    private final CompletableFuture<Integer> answer = new CompletableFuture<>();

    /**
     * One that no loop has delivered.
     *
     * @param key of the topic or user; null for everybody
     * @param frames released when the last loop is done
     * @param nanoTime now
     */
    Publication(@Nullable TopicKey key, MessageFrames frames, int loops, long nanoTime) {
        this.key = key;
        this.frames = frames;
        this.published = micros(nanoTime);
        this.loopsLeft = new AtomicInteger(loops);
    }

    /** Those of the loop that it is for, at this moment. */
    Connection[] receivers(ConnectionLoop loop) {
        if (key == null) {
            return loop.snapshot();
        }
        return loop.hasTopics() ? loop.topics().members(key) : new Connection[0];
    }

    /** Nanoseconds since it was published, to the microsecond. */
    long age(long nanoTime) {
        return Integer.toUnsignedLong(micros(nanoTime) - published) * 1000;
    }

    MessageFrames frames() {
        return frames;
    }

    /** Completes with the number of connections that it was delivered to. */
    CompletableFuture<Integer> answer() {
        return answer;
    }

    /** A loop has done its part, or has ended before it could. To be called once for each. */
    void delivered(int count) {
        receivers.addAndGet(count);
        if (loopsLeft.decrementAndGet() == 0) {
            frames.release();
            answer.complete(receivers.get());
        }
    }

    private static int micros(long nanoTime) {
        return (int) (nanoTime / 1000);
    }
}
