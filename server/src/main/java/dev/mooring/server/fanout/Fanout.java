package dev.mooring.server.fanout;

import dev.mooring.server.Audience;
import dev.mooring.server.MessageType;
import dev.mooring.server.connection.ConnectionLoop;
import dev.mooring.server.connection.SharedFrame;
import dev.mooring.server.metrics.ServerCounters;
import dev.mooring.server.topic.TopicKey;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Messages to topics, users and everybody. Thread-safe.
 *
 * <p>Cost: the frame once outside the heap, charged to the memory for queues, and a wake-up of each loop if it is not busy
 * with others; a loop that has no member of the topic looks once into its table.
 */
public final class Fanout {
    private final List<LoopFanout> loops;
    private final ServerCounters counters;

    public Fanout(List<ConnectionLoop> loops, ServerCounters counters) {
        this.loops = loops.stream().map(loop -> new LoopFanout(loop, counters)).toList();
        this.counters = counters;
    }

    /** As {@link dev.mooring.server.MooringServer#publish} promises. */
    public CompletableFuture<Integer> publish(Audience audience, MessageType type, ByteBuffer payload) {
        TopicKey key = keyOf(audience);
        byte[] copy = new byte[payload.remaining()];
        payload.get(payload.position(), copy);
        Optional<SharedFrame> frame = loops.getFirst().loop().share(type, copy);
        if (frame.isEmpty()) {
            counters.publishedRefused.increment();
            return CompletableFuture.failedFuture(
                    new RejectedExecutionException("there is no memory for the message now; try again"));
        }
        counters.published.increment();
        Publication publication =
                new Publication(audience, key, type, ByteBuffer.wrap(copy), frame.get(), loops.size());
        loops.forEach(loop -> loop.add(publication));
        return publication.answer();
    }

    /** Completes with the number of connections in the audience. */
    public CompletableFuture<Integer> count(Audience audience) {
        TopicKey key = keyOf(audience);
        CompletableFuture<Integer> sum = CompletableFuture.completedFuture(0);
        for (LoopFanout each : loops) {
            ConnectionLoop loop = each.loop();
            CompletableFuture<Integer> part = CompletableFuture.supplyAsync(
                    () -> key == null
                            ? loop.open()
                            : loop.hasTopics() ? loop.topics().count(key) : 0,
                    loop.eventLoop());
            sum = sum.thenCombine(part, Integer::sum);
        }
        return sum;
    }

    private static @Nullable TopicKey keyOf(Audience audience) {
        return switch (audience.kind()) {
            case TOPIC -> TopicKey.topic(audience.name());
            case USER -> TopicKey.user(audience.name());
            case ALL -> null;
        };
    }
}
