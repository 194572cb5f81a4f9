package dev.mooring.server.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.server.Engine;
import dev.mooring.server.MessageType;
import dev.mooring.server.RemoteConnection;
import dev.mooring.server.SendResult;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/**
 * What this host asks others about their connections, until they answer or three seconds are over. Thread-safe; 16,384 may be
 * unanswered.
 */
final class Questions {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int MAX_UNANSWERED = 1 << 14;

    private final Engine engine;
    private final IntSupplier self;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, CompletableFuture<HostMessage.Answer>> unanswered = new ConcurrentHashMap<>();

    Questions(Engine engine, IntSupplier self) {
        this.engine = engine;
        this.self = self;
    }

    RemoteConnection of(int host, String connection) {
        return new OfHost(host, connection);
    }

    void answered(HostMessage.Answer answer) {
        CompletableFuture<HostMessage.Answer> waiting = unanswered.remove(answer.number());
        if (waiting != null) {
            waiting.complete(answer);
        }
    }

    void end(RejectedExecutionException why) {
        List.copyOf(unanswered.values()).forEach(waiting -> waiting.completeExceptionally(why));
    }

    private CompletableFuture<HostMessage.Answer> ask(
            int host, HostMessage.Wish wish, String id, int detail, ByteBuffer payload) {
        if (unanswered.size() >= MAX_UNANSWERED) {
            return CompletableFuture.failedFuture(new RejectedExecutionException(
                    MAX_UNANSWERED + " questions to other hosts are unanswered; try again"));
        }
        long number = numbers.incrementAndGet();
        CompletableFuture<HostMessage.Answer> answer = new CompletableFuture<>();
        unanswered.put(number, answer);
        ByteBuffer bytes =
                HostMessage.bytes(new HostMessage.Question(self.getAsInt(), number, wish, id, detail, payload));
        CompletableFuture<Boolean> _ = engine.tell(host, bytes).whenComplete((there, failed) -> {
            if (failed != null) {
                answer.completeExceptionally(failed);
            } else if (!there) {
                // A host that is not there has no connections.
                answer.complete(new HostMessage.Answer(number, SendResult.CLOSED));
            }
        });
        return answer.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failed -> CompletableFuture.failedFuture(
                        failed instanceof TimeoutException
                                ? new RejectedExecutionException("host " + host + " has not answered for "
                                        + PATIENCE.toSeconds() + " s; the message may have arrived; try again")
                                : failed))
                .whenComplete((_, _) -> unanswered.remove(number));
    }

    private final class OfHost implements RemoteConnection {
        private final int host;
        private final String id;

        OfHost(int host, String id) {
            this.host = host;
            this.id = id;
        }

        @Override
        public CompletableFuture<SendResult> send(MessageType type, ByteBuffer payload) {
            return ask(host, HostMessage.Wish.SEND, id, type == MessageType.TEXT ? 0 : 1, payload)
                    .thenApply(HostMessage.Answer::result);
        }

        @Override
        public CompletableFuture<Boolean> close(int code, String reason) {
            return ask(host, HostMessage.Wish.CLOSE, id, code, ByteBuffer.wrap(reason.getBytes(UTF_8)))
                    .thenApply(answer -> answer.result().taken());
        }

        @Override
        public CompletableFuture<Optional<Description>> describe() {
            return ask(host, HostMessage.Wish.DESCRIBE, id, 0, ByteBuffer.allocate(0))
                    .thenApply(answer ->
                            answer.result().taken() ? HostMessage.described(answer.facts()) : Optional.empty());
        }
    }
}
