package dev.mooring.server.fanout;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.capacity.MeasuredCosts;
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
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Messages to topics, users and everybody. Thread-safe.
 *
 * <p>Cost: the frame once outside the heap and {@link MeasuredCosts#HELD_PUBLICATION} in it, charged to the memory for queues
 * till all loops have delivered it, and a wake-up of each loop if it is not busy with others; a loop that has no member of the
 * topic looks once into its table.
 */
public final class Fanout {
    /** The audience has its name, and the topic's key has it again. */
    private static final int NAMES = 2;

    private final List<LoopFanout> loops;
    private final ServerCounters counters;
    private final LongSupplier nanoTime;

    public Fanout(List<ConnectionLoop> loops, ServerCounters counters) {
        this(loops, counters, System::nanoTime);
    }

    /** The same by another clock. */
    public Fanout(List<ConnectionLoop> loops, ServerCounters counters, LongSupplier nanoTime) {
        this.loops = loops.stream()
                .map(loop -> new LoopFanout(loop, counters, nanoTime))
                .toList();
        this.counters = counters;
        this.nanoTime = nanoTime;
    }

    /** As {@link dev.mooring.server.MooringServer#publish} promises. */
    public CompletableFuture<Integer> publish(Audience audience, MessageType type, ByteBuffer payload) {
        TopicKey key = keyOf(audience);
        long beside = MeasuredCosts.HELD_PUBLICATION.count()
                + (long) NAMES * audience.name().getBytes(UTF_8).length;
        Optional<SharedFrame> frame = loops.getFirst().loop().share(type, payload, beside);
        if (frame.isEmpty()) {
            counters.publishedRefused.increment();
            return CompletableFuture.failedFuture(
                    new RejectedExecutionException("there is no memory for the message now; try again"));
        }
        counters.published.increment();
        Publication publication = new Publication(
                key, new MessageFrames(audience, type, frame.get()), loops.size(), nanoTime.getAsLong());
        loops.forEach(loop -> loop.add(publication));
        return publication.answer();
    }

    /** Completes with the number of connections in the audience; a loop that has ended has none. */
    public CompletableFuture<Integer> count(Audience audience) {
        TopicKey key = keyOf(audience);
        CompletableFuture<Integer> sum = CompletableFuture.completedFuture(0);
        for (LoopFanout each : loops) {
            sum = sum.thenCombine(count(each.loop(), key), Integer::sum);
        }
        return sum;
    }

    private static CompletableFuture<Integer> count(ConnectionLoop loop, @Nullable TopicKey key) {
        try {
            return CompletableFuture.supplyAsync(
                    () -> key == null
                            ? loop.open()
                            : loop.hasTopics() ? loop.topics().count(key) : 0,
                    loop.eventLoop());
        } catch (RejectedExecutionException ended) {
            return CompletableFuture.completedFuture(0);
        }
    }

    private static @Nullable TopicKey keyOf(Audience audience) {
        return switch (audience.kind()) {
            case TOPIC -> TopicKey.topic(audience.name());
            case USER -> TopicKey.user(audience.name());
            case ALL -> null;
        };
    }
}
