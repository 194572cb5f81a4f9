package dev.mooring.server.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.http.Answer;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is kept of requests with an Idempotency-Key, and for how long. */
class RepetitionsTest {
    private Instant now = Instant.EPOCH;
    private final Repetitions repetitions = new Repetitions(() -> now, Runnable::run);
    private int sent;

    @Test
    void aRequestThatComesTwiceGetsTheFirstAnswerForAMinute() {
        assertEquals("{\"sent\":1}", once("a", PushAnswers.ok("{\"sent\":1}")).body());
        assertEquals("{\"sent\":1}", once("a", PushAnswers.ok("{\"sent\":2}")).body());
        now = now.plus(Repetitions.KEPT);
        assertEquals("{\"sent\":3}", once("a", PushAnswers.ok("{\"sent\":3}")).body());
        assertEquals(2, sent);
    }

    @Test
    void anAnswerThatSaysThatNothingWasSentIsNotKept() {
        for (Answer refusal : new Answer[] {
            PushAnswers.unavailable("no memory"),
            PushAnswers.full("slow"),
            PushAnswers.gone(),
            PushAnswers.badRequest("no"),
            PushAnswers.failed()
        }) {
            assertEquals(refusal.status(), once("a", refusal).status());
            assertEquals(0, repetitions.held(), refusal::toString);
        }
        assertEquals(200, once("a", PushAnswers.ok("{}")).status().code());
        assertEquals(6, sent);
    }

    @Test
    void aRequestThatFailsIsNotKept() {
        CompletableFuture<Answer> failing = new CompletableFuture<>();
        CompletableFuture<Answer> first = repetitions.once("a", 1, () -> failing);
        assertEquals(first, repetitions.once("a", 1, () -> PushAnswers.ok("{}").now()));
        failing.completeExceptionally(new IllegalStateException("on purpose"));
        assertEquals(0, repetitions.held());
        assertEquals(200, once("a", PushAnswers.ok("{}")).status().code());
    }

    @Test
    void aKeyThatIsUsedForAnotherBodySwallowsNothing() {
        once("a", PushAnswers.ok("{}"));
        Answer other =
                repetitions.once("a", 2, () -> PushAnswers.ok("{}").now()).join();
        assertEquals(400, other.status().code());
        assertEquals(
                "{\"message\":\"Idempotency-Key was used for another body within the last 60 s; choose another key\"}",
                other.body());
    }

    @Test
    void neverHoldsMoreThanItsMemoryHoweverLongTheAnswersAndKeys() {
        String answer = "x".repeat(500_000);
        for (int i = 0; i < 50; i++) {
            once("long answer " + i, PushAnswers.ok(answer));
            assertTrue(repetitions.held() <= Repetitions.MEMORY.count());
        }
        String key = "k".repeat(Repetitions.MAX_KEY_LENGTH - 10);
        for (int i = 0; i < 20_000; i++) {
            once(key + i, PushAnswers.ok("{}"));
            assertTrue(repetitions.held() <= Repetitions.MEMORY.count() + 2_000);
        }
        int before = sent;
        once(key + 19_999, PushAnswers.ok("{}"));
        assertEquals(before, sent);
        once("long answer 49", PushAnswers.ok("{}"));
        assertEquals(before + 1, sent);
    }

    @Test
    void refusesAKeyThatIsTooLong() {
        assertEquals(400, once("k".repeat(513), PushAnswers.ok("{}")).status().code());
        assertEquals(0, sent);
    }

    private Answer once(String key, Answer answer) {
        return repetitions
                .once(key, 1, () -> {
                    sent++;
                    return answer.now();
                })
                .join();
    }
}
