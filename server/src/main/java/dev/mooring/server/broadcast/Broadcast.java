package dev.mooring.server.broadcast;

import dev.mooring.server.Audience;
import dev.mooring.server.MessageType;
import dev.mooring.server.connection.ConnectionLoop;
import dev.mooring.server.connection.SharedFrame;
import dev.mooring.server.fanout.MessageFrames;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/**
 * Messages to every connection, one after another in the order they came; each in the protocol that the connection speaks.
 *
 * <p>Thread-safe. A message waits until the one before it has been written to or queued for everybody, or has failed, and
 * until there is memory for it; how many may wait is for the caller to bound.
 */
public final class Broadcast {
    private static final Duration RETRY = Duration.ofMillis(10);

    private final List<ConnectionLoop> loops;
    private CompletableFuture<?> last = CompletableFuture.completedFuture(0);

    public Broadcast(List<ConnectionLoop> loops) {
        this.loops = loops;
    }

    /**
     * Sends a message.
     *
     * @return completes with the number of connections whose kernel has taken all of it, once that is known of each, or
     *     those that read too slowly have had their time; fails when the message is longer than the memory for queues, and
     *     when the server ends first
     */
    public synchronized CompletableFuture<Integer> send(MessageType type, byte[] payload) {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        last = last.handle((_, _) -> 0)
                .thenCompose(_ -> shared(type, payload))
                .thenCompose(frame -> hand(frame, answer))
                .whenComplete((_, failed) -> {
                    if (failed != null) {
                        answer.completeExceptionally(failed);
                    }
                });
        return answer;
    }

    /** Completes when there is memory for the message: the sender waits, not those who have not read yet. */
    private CompletableFuture<Optional<MessageFrames>> shared(MessageType type, byte[] payload) {
        CompletableFuture<Optional<MessageFrames>> made = new CompletableFuture<>();
        if (loops.isEmpty()) {
            made.complete(Optional.empty());
        } else {
            tryToShare(type, payload, made);
        }
        return made;
    }

    private void tryToShare(MessageType type, byte[] payload, CompletableFuture<Optional<MessageFrames>> made) {
        try {
            ConnectionLoop loop = loops.getFirst();
            Optional<SharedFrame> frame = loop.share(type, ByteBuffer.wrap(payload), 0);
            if (frame.isPresent()) {
                made.complete(Optional.of(new MessageFrames(Audience.all(), type, frame.get())));
            } else {
                loop.later(() -> tryToShare(type, payload, made), RETRY, () -> made.completeExceptionally(ended()));
            }
        } catch (RuntimeException | Error failed) {
            made.completeExceptionally(failed);
        }
    }

    /** For those who wait for what the end of the server has cut short. */
    static RejectedExecutionException ended() {
        return new RejectedExecutionException("the server has ended");
    }

    /** Completes when the next message may follow. */
    private CompletableFuture<?> hand(Optional<MessageFrames> shared, CompletableFuture<Integer> answer) {
        if (shared.isEmpty()) {
            answer.complete(0);
            return answer;
        }
        MessageFrames frames = shared.get();
        List<LoopBroadcast> parts =
                loops.stream().map(loop -> new LoopBroadcast(loop, frames)).toList();
        CompletableFuture<?> handed = CompletableFuture.allOf(
                        parts.stream().map(LoopBroadcast::start).toArray(CompletableFuture<?>[]::new))
                .whenComplete((_, _) -> frames.release());
        CompletableFuture<Integer> sum = CompletableFuture.completedFuture(0);
        for (LoopBroadcast part : parts) {
            sum = sum.thenCombine(part.answer(), Integer::sum);
        }
        CompletableFuture<?> _ = sum.whenComplete((count, failed) -> {
            if (failed == null) {
                answer.complete(count);
            } else {
                answer.completeExceptionally(failed);
            }
        });
        return handed;
    }
}
