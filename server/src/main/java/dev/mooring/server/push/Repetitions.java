package dev.mooring.server.push;

import dev.mooring.server.http.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Requests that may come twice: the second one with a key gets the first one's answer, and nothing is sent again.
 *
 * <p>On the port's thread only. Kept for a minute, and of so many the oldest goes first: some 10 MB at the most.
 */
final class Repetitions {
    static final Duration KEPT = Duration.ofMinutes(1);
    static final int MAX_KEYS = 1 << 14;
    static final int MAX_KEY_LENGTH = 512;

    private final InstantSource clock;
    private final Map<String, Entry> answers = new LinkedHashMap<>();

    Repetitions(InstantSource clock) {
        this.clock = clock;
    }

    CompletableFuture<Answer> once(String key, Supplier<CompletableFuture<Answer>> request) {
        if (key.length() > MAX_KEY_LENGTH) {
            return PushRoutes.done(PushAnswers.badRequest("Idempotency-Key and path are longer than " + MAX_KEY_LENGTH
                    + " characters; choose a shorter key"));
        }
        Instant now = clock.instant();
        forget(now);
        Entry earlier = answers.get(key);
        if (earlier != null) {
            return earlier.answer;
        }
        CompletableFuture<Answer> answer = request.get();
        answers.put(key, new Entry(now, answer));
        return answer;
    }

    private void forget(Instant now) {
        Iterator<Entry> oldest = answers.values().iterator();
        while (oldest.hasNext()) {
            boolean old = Duration.between(oldest.next().since, now).compareTo(KEPT) >= 0;
            if (!old && answers.size() < MAX_KEYS) {
                return;
            }
            oldest.remove();
        }
    }

    private record Entry(Instant since, CompletableFuture<Answer> answer) {}
}
