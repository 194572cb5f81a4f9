package dev.mooring.server.push;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.http.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests that may come twice: the second one with a key gets the first one's answer, and nothing is sent again.
 *
 * <p>On the port's thread only. An answer that says that nothing was sent is not kept: who repeats that request means it. All
 * others are kept for a minute, or until newer ones need their memory.
 */
final class Repetitions {
    static final Duration KEPT = Duration.ofMinutes(1);
    static final Bytes MEMORY = Bytes.mebi(4);
    static final int MAX_KEY_LENGTH = 512;
    /** For the objects of an entry. */
    private static final int ENTRY = 384;

    private final InstantSource clock;
    private final Executor thread;
    private final Map<String, Entry> answers = new LinkedHashMap<>();
    private long held;

    /** @param thread the port's */
    Repetitions(InstantSource clock, Executor thread) {
        this.clock = clock;
        this.thread = thread;
    }

    /**
     * Answers the request, or gives the answer that it had.
     *
     * @param body a hash of the request's body: a key that is used for another by mistake must not swallow that
     */
    CompletableFuture<Answer> once(String key, int body, Supplier<CompletableFuture<Answer>> request) {
        if (key.length() > MAX_KEY_LENGTH) {
            return PushAnswers.badRequest("Idempotency-Key and path are longer than " + MAX_KEY_LENGTH
                            + " characters; choose a shorter key")
                    .now();
        }
        Instant now = clock.instant();
        forget(now);
        Entry earlier = answers.get(key);
        if (earlier != null) {
            return earlier.body == body
                    ? earlier.answer
                    : PushAnswers.badRequest("Idempotency-Key was used for another body within the last "
                                    + KEPT.toSeconds() + " s; choose another key")
                            .now();
        }
        Entry entry = new Entry(now, body, request.get());
        answers.put(key, entry);
        charge(entry, ENTRY + 2L * key.length());
        var _ = entry.answer.whenCompleteAsync((answer, failed) -> answered(key, entry, answer, failed), thread);
        return entry.answer;
    }

    /** What is kept, in bytes. */
    long held() {
        return held;
    }

    private void answered(String key, Entry entry, @Nullable Answer answer, @Nullable Throwable failed) {
        if (!entry.kept) {
            return;
        }
        if (failed != null || answer == null || answer.status().code() >= 300) {
            answers.remove(key);
            release(entry);
        } else {
            charge(entry, 2L * answer.body().length());
            forget(clock.instant());
        }
    }

    private void forget(Instant now) {
        Iterator<Entry> oldest = answers.values().iterator();
        while (oldest.hasNext()) {
            Entry entry = oldest.next();
            boolean old = Duration.between(entry.since, now).compareTo(KEPT) >= 0;
            if (!old && held <= MEMORY.count()) {
                return;
            }
            oldest.remove();
            release(entry);
        }
    }

    private void charge(Entry entry, long bytes) {
        entry.cost += bytes;
        held += bytes;
    }

    private void release(Entry entry) {
        held -= entry.cost;
        entry.kept = false;
    }

    private static final class Entry {
        private final Instant since;
        private final int body;
        private final CompletableFuture<Answer> answer;
        private long cost;
        private boolean kept = true;

        Entry(Instant since, int body, CompletableFuture<Answer> answer) {
            this.since = since;
            this.body = body;
            this.answer = answer;
        }
    }
}
