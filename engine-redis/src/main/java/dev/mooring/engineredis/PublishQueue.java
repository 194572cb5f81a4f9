package dev.mooring.engineredis;

import dev.mooring.engineredis.resp.Reply;
import dev.mooring.engineredis.resp.ReplyException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/**
 * Publications on their way, and those that the engine has still to answer, in one order. Not thread-safe, pure. What waits is
 * bounded: who publishes faster than the engine takes it is refused.
 */
final class PublishQueue {
    static final int MAX_WAITING_BYTES = 8 << 20;
    static final int MAX_UNANSWERED = 1 << 16;
    private static final int WRITE = 64 << 10;

    private final Deque<Publishing> waiting = new ArrayDeque<>();
    private final Deque<CompletableFuture<Integer>> unanswered = new ArrayDeque<>();
    private long waitingBytes;

    /** Whether there was room for it. */
    boolean add(byte[] command, CompletableFuture<Integer> answer) {
        if ((waitingBytes + command.length > MAX_WAITING_BYTES && !waiting.isEmpty())
                || unanswered.size() + waiting.size() >= MAX_UNANSWERED) {
            return false;
        }
        waiting.add(new Publishing(command, answer));
        waitingBytes += command.length;
        return true;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Moves commands for one write into the bytes; from now on they are answered or lost. */
    void next(ByteArrayOutputStream bytes) {
        while (!waiting.isEmpty() && bytes.size() < WRITE) {
            Publishing next = waiting.remove();
            waitingBytes -= next.command.length;
            bytes.writeBytes(next.command);
            unanswered.add(next.answer);
        }
    }

    /** Whose answer it is, to be given outside of a lock. */
    Runnable answered(Reply reply) throws ReplyException {
        CompletableFuture<Integer> first = unanswered.poll();
        if (first == null) {
            throw new ReplyException("the engine answers what was not asked");
        }
        if (reply.isError()) {
            RejectedExecutionException why = new RejectedExecutionException("the engine refuses: " + reply.text(0));
            return () -> first.completeExceptionally(why);
        }
        int hosts = reply.isNumber(0) ? (int) reply.number(0) : 0;
        return () -> first.complete(hosts);
    }

    /** All answers that do not come any more. */
    List<CompletableFuture<Integer>> abandon() {
        List<CompletableFuture<Integer>> left = new ArrayList<>(unanswered);
        waiting.forEach(each -> left.add(each.answer));
        unanswered.clear();
        waiting.clear();
        waitingBytes = 0;
        return left;
    }

    private static final class Publishing {
        private final byte[] command;
        private final CompletableFuture<Integer> answer;

        Publishing(byte[] command, CompletableFuture<Integer> answer) {
            this.command = command;
            this.answer = answer;
        }
    }
}
