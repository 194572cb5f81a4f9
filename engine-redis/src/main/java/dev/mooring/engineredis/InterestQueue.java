package dev.mooring.engineredis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mooring.engineredis.resp.Command;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Channels to subscribe to and to leave, in the order in which that was wished, gathered into commands, with at most some
 * thousand unacknowledged: the engine serves nobody else while it does one of them. Not thread-safe, pure.
 *
 * <p>The engine answers each name of a command once and in order, so that two numbers say what is acknowledged: nothing is kept for
 * a channel once its command is written.
 */
final class InterestQueue {
    /** Names of a command; an engine as a service takes no more than 3,999 words. */
    static final int BATCH = 1_000;
    /** Names that may wait; behind that it is cheaper to begin anew from the table. */
    static final int MAX_WAITING = 1 << 18;

    private static final byte[] SUBSCRIBE = "SUBSCRIBE".getBytes(US_ASCII);
    private static final byte[] UNSUBSCRIBE = "UNSUBSCRIBE".getBytes(US_ASCII);

    private final Deque<Wish> waiting = new ArrayDeque<>();
    private final Deque<Settling> settling = new ArrayDeque<>();
    private long added;
    private long sent;
    private long acknowledged;

    private record Settling(long at, CompletableFuture<Void> answer) {}

    /** Whether there was room for it. */
    boolean add(byte[] channel, boolean gained) {
        if (waiting.size() >= MAX_WAITING) {
            return false;
        }
        waiting.add(new Wish(channel, gained));
        added++;
        return true;
    }

    int waiting() {
        return waiting.size();
    }

    /** All names that were added. */
    long added() {
        return added;
    }

    /** Whether the engine has no more to do than one command, so that the next may follow. */
    boolean isOpen() {
        return sent - acknowledged <= BATCH;
    }

    /** Whether that is so since the last acknowledgement. */
    boolean hasOpened() {
        return sent - acknowledged == BATCH;
    }

    /** The next command; empty when nothing waits or the engine has enough to do. */
    Optional<byte[]> next() {
        Wish first = waiting.peek();
        if (first == null || !isOpen()) {
            return Optional.empty();
        }
        List<byte[]> words = new ArrayList<>();
        words.add(first.gained ? SUBSCRIBE : UNSUBSCRIBE);
        for (Wish wish = first;
                wish != null && wish.gained == first.gained && words.size() <= BATCH;
                wish = waiting.peek()) {
            words.add(wish.channel);
            waiting.remove();
        }
        sent += words.size() - 1;
        return Optional.of(Command.of(words));
    }

    /** The engine has answered one name; what is settled by that, to be completed outside of a lock. */
    List<CompletableFuture<Void>> acknowledged() {
        acknowledged++;
        if (settling.isEmpty() || settling.peek().at() > acknowledged) {
            return List.of();
        }
        List<CompletableFuture<Void>> settled = new ArrayList<>();
        // One that waits for less may stand behind one that waits for more; it is late by some names.
        while (!settling.isEmpty() && settling.peek().at() <= acknowledged) {
            settled.add(settling.remove().answer());
        }
        return settled;
    }

    /** Completes when all but so many of the names that were added so far are acknowledged. */
    CompletableFuture<Void> settled(int allBut) {
        long at = added - allBut;
        if (at <= acknowledged) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> answer = new CompletableFuture<>();
        settling.add(new Settling(at, answer));
        return answer;
    }

    /** What waits in vain when this comes to its end. */
    List<CompletableFuture<Void>> abandon() {
        List<CompletableFuture<Void>> left =
                settling.stream().map(Settling::answer).toList();
        settling.clear();
        waiting.clear();
        return left;
    }

    private static final class Wish {
        private final byte[] channel;
        private final boolean gained;

        Wish(byte[] channel, boolean gained) {
            this.channel = channel;
            this.gained = gained;
        }
    }
}
