package dev.mooring.server.broadcast;

import dev.mooring.server.connection.ConnectionLoop;
import dev.mooring.server.connection.SharedFrame;
import dev.mooring.server.frame.MessageType;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Messages to every connection, one after another in the order they came.
 *
 * <p>Thread-safe. A message waits until the one before it has been taken by everybody who keeps up, or has failed; how
 * many may wait is for the caller to bound.
 */
public final class Broadcast {
    private final List<ConnectionLoop> loops;
    private CompletableFuture<Integer> last = CompletableFuture.completedFuture(0);

    public Broadcast(List<ConnectionLoop> loops) {
        this.loops = loops;
    }

    /** Sends a message; completes with the number of connections that took it, once the others were closed as slow. */
    public synchronized CompletableFuture<Integer> send(MessageType type, byte[] payload) {
        last = last.handle((_, _) -> 0).thenCompose(_ -> sendNow(new SharedFrame(type, payload)));
        return last;
    }

    private CompletableFuture<Integer> sendNow(SharedFrame frame) {
        CompletableFuture<Integer> sum = CompletableFuture.completedFuture(0);
        for (CompletableFuture<Integer> part : loops.stream()
                .map(loop -> new LoopBroadcast(loop, frame).start())
                .toList()) {
            sum = sum.thenCombine(part, Integer::sum);
        }
        return sum;
    }
}
