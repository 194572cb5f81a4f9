package dev.mooring.server.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.Figure;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a backend makes of the server that tells it, whether it answers or not; the test plays the backend and the time. */
class BackendTest {
    private static final Duration SLOW = Duration.ofSeconds(10);

    private final PlayedBackend played = new PlayedBackend();

    @Test
    void holdsNoMoreThanEightMebibytesOfEvents() {
        String event = "x".repeat(64 << 10);
        List<CompletableFuture<BackendAnswer>> answers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            answers.add(played.tell("c" + i, event));
        }
        long taken = answers.stream().filter(answer -> !answer.isDone()).count();
        assertEquals(Waiting.MAX_BYTES / (event.length() + 512), taken);
        assertTrue(figure("mooring.backend.waiting.bytes") <= Waiting.MAX_BYTES);
        assertEquals(1_000 - taken, played.backend.counts().refusals());
        assertEquals("too much waits for the backend", refusal(answers.getLast()));
        answerAll(200);
        assertEquals(0, figure("mooring.backend.waiting.bytes"));
        assertEquals(0, figure("mooring.backend.waiting"));
    }

    @Test
    void takesAnEventThatIsLongerThanAllMemoryWhenThereIsNoOther() {
        String longest = "x".repeat((int) Waiting.MAX_BYTES + 1);
        assertFalse(played.tell("a", longest).isDone());
        assertEquals("too much waits for the backend", refusal(played.tell("b", longest)));
        answerAll(200);
        assertFalse(played.tell("b", longest).isDone());
    }

    @Test
    void whoeverWaitsNoMoreLeavesItsPlaceToAnother() {
        List<CompletableFuture<BackendAnswer>> answers = new ArrayList<>();
        for (int i = 0; i < Waiting.MAX_CALLS + Waiting.MAX_WAITING; i++) {
            answers.add(played.tell("c" + i, "e" + i));
        }
        assertEquals("too much waits for the backend", refusal(played.tell("next", "e")));
        int gone = Waiting.MAX_CALLS + 7;
        assertTrue(answers.get(gone).cancel(false));
        assertFalse(played.tell("next", "e").isDone());
        assertEquals("too much waits for the backend", refusal(played.tell("after", "e")));
        List<String> told = answerAll(200);
        assertFalse(told.contains("e" + gone), "told of who has gone");
        assertEquals("e", told.getLast());
        assertEquals(0, figure("mooring.backend.waiting"));
        assertEquals(0, figure("mooring.backend.waiting.bytes"));
    }

    @Test
    void whatWaitsBehindAnEventThatNobodyWaitsForIsTold() {
        for (int i = 0; i < Waiting.MAX_CALLS; i++) {
            var _ = played.tell("c" + i, "e");
        }
        CompletableFuture<BackendAnswer> first = played.tell("a", "first");
        CompletableFuture<BackendAnswer> second = played.tell("a", "second");
        var _ = played.tell("a", "third");
        played.end("a");
        second.cancel(false);
        first.cancel(false);
        List<String> told = answerAll(200);
        assertEquals(List.of("third", "end of a"), told.subList(Waiting.MAX_CALLS, told.size()));
    }

    @Test
    void anEventThatIsUnderWayIsToldToItsEnd() {
        CompletableFuture<BackendAnswer> answer = played.tell("a", "e");
        answer.cancel(false);
        assertEquals(1, figure("mooring.backend.waiting"));
        for (int i = 0; i < Circuit.FAILURES; i++) {
            var _ = played.tell("c" + i, "e").cancel(false);
        }
        answerAll(200);
        assertEquals(0, figure("mooring.backend.failures"), "who goes says nothing of the backend");
        assertEquals(0, figure("mooring.backend.waiting"));
    }

    @Test
    void neverCallsItselfHoweverManyCallsEndAtOnce() {
        List<CompletableFuture<BackendAnswer>> answers = new ArrayList<>();
        int[] deepest = {0};
        for (int i = 0; i < 4_000; i++) {
            CompletableFuture<BackendAnswer> answer = played.tell("c" + i, "e");
            answers.add(answer);
            var _ = answer.whenComplete((_, _) ->
                    deepest[0] = Math.max(deepest[0], Thread.currentThread().getStackTrace().length));
        }
        for (int i = 0; i < Circuit.FAILURES; i++) {
            played.fail(new IOException("garbage"));
        }
        // All but those that were under way when the fifth failed.
        assertEquals(
                4_000 - (Waiting.MAX_CALLS - 1),
                answers.stream().filter(CompletableFuture::isDone).count());
        assertTrue(deepest[0] < 200, () -> deepest[0] + " frames");
    }

    @Test
    void givesUpACallAfterItsTimeAndKeepsNothingOfIt() {
        CompletableFuture<BackendAnswer> answer = played.tell("a", "e");
        played.pass(Backend.TIMEOUT.minusMillis(1));
        assertFalse(answer.isDone());
        played.pass(Duration.ofMillis(1));
        assertInstanceOf(
                HttpTimeoutException.class,
                assertThrows(CompletionException.class, answer::join).getCause());
        assertEquals(0, played.open.size());
        assertEquals(0, figure("mooring.backend.waiting"));
        assertEquals(1, figure("mooring.backend.timeouts"));
    }

    @Test
    void keepsNoAlarmOfACallThatIsOver() {
        for (int i = 0; i < 100; i++) {
            var _ = played.tell("c" + i, "e");
        }
        answerAll(200);
        assertEquals(0, played.alarms());
    }

    @Test
    void aBackendThatTakesTenSecondsHoldsUpNobodyForLongerThanACallMay() {
        List<CompletableFuture<BackendAnswer>> answers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            answers.add(played.tell("c" + i, "e"));
        }
        played.pass(SLOW);
        assertTrue(answers.stream().allMatch(CompletableFuture::isCompletedExceptionally));
        // Four more began before the fifth failure was seen.
        assertEquals(Waiting.MAX_CALLS + Circuit.FAILURES - 1, figure("mooring.backend.timeouts"));
        assertEquals(
                1_000 - Waiting.MAX_CALLS - Circuit.FAILURES + 1,
                played.backend.counts().refusals());
        assertEquals(1, figure("mooring.backend.down"));
        assertEquals(1, figure("mooring.backend.opened"));
        assertEquals(0, figure("mooring.backend.waiting"));
    }

    @Test
    void saysThatItIsUpAgainWhenOneCallHasGoneWell() {
        for (int i = 0; i < Circuit.FAILURES; i++) {
            var _ = played.tell("c" + i, "e");
            played.answer(500);
        }
        assertEquals("the backend has failed 5 times in a row", refusal(played.tell("a", "e")));
        played.pass(Circuit.OPEN);
        var _ = played.tell("a", "e");
        assertEquals("the backend has failed 5 times in a row", refusal(played.tell("b", "e")));
        played.answer(200);
        assertEquals(0, figure("mooring.backend.down"));
        assertFalse(played.tell("b", "e").isDone());
    }

    @Test
    void anEndIsToldBehindAllThatWasToldOfItsConnection() {
        for (int i = 0; i <= Waiting.MAX_PER_CONNECTION + 3; i++) {
            var _ = played.tell("a", "e" + i);
        }
        played.end("a");
        List<String> told = answerAll(200);
        assertEquals(Waiting.MAX_PER_CONNECTION + 2, told.size());
        assertEquals("end of a", told.getLast());
        assertEquals("e" + Waiting.MAX_PER_CONNECTION, told.get(Waiting.MAX_PER_CONNECTION));
    }

    @Test
    void endsWaitWhileNothingGetsThereAndAreToldOnceWhenItDoes() {
        played.unreachable = true;
        for (int i = 0; i < 1_000; i++) {
            played.end("c" + i);
        }
        played.pass(Duration.ofMinutes(10));
        assertEquals(0, played.backend.counts().endsLost());
        assertTrue(played.posted.size() < 700, () -> played.posted.size() + " tries in ten minutes");
        played.posted.clear();
        played.unreachable = false;
        played.pass(Duration.ofSeconds(2));
        assertEquals(1_000, answerAll(200).stream().distinct().count());
        assertEquals(1_000, played.posted.size());
        assertTrue(played.mostAtOnce() <= Waiting.MAX_CALLS);
        assertEquals(0, figure("mooring.backend.waiting"));
    }

    @Test
    void endsThatAreTooManyOrThatTheBackendMayHaveHeardAreCounted() {
        played.end("timed out");
        played.pass(Backend.TIMEOUT);
        played.end("answered 500");
        played.answer(500);
        assertEquals(2, played.backend.counts().endsLost());
        played.unreachable = true;
        for (int i = 0; i < Waiting.MAX_ENDS + 7; i++) {
            played.end("c" + i);
        }
        assertEquals(9, played.backend.counts().endsLost());
        assertEquals(Waiting.MAX_ENDS, figure("mooring.backend.waiting"));
    }

    @Test
    void endsLeaveEverySecondPlaceToOthers() {
        for (int i = 0; i < 1_000; i++) {
            played.end("gone" + i);
        }
        CompletableFuture<BackendAnswer> connect = played.tell("a", "e");
        played.answer(200);
        played.answer(200);
        assertTrue(played.open.stream().anyMatch(call -> call.event().equals("e")));
        assertFalse(connect.isDone());
    }

    @Test
    void keepsItsPromisesWhateverTheBackendDoes() {
        for (long seed = 0; seed < 60; seed++) {
            play(seed);
        }
    }

    /** Random events, answers, failures and times: in order by connection, once at most, everything answered in the end. */
    private static void play(long seed) {
        Random random = new Random(seed);
        PlayedBackend played = new PlayedBackend();
        List<CompletableFuture<BackendAnswer>> answers = new ArrayList<>();
        Map<String, Integer> told = new HashMap<>();
        for (int step = 0; step < 400; step++) {
            String connection = "c" + random.nextInt(12);
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> answers.add(played.tell(connection, Integer.toString(step)));
                case 3 -> {
                    if (told.putIfAbsent(connection, step) == null) {
                        played.end(connection);
                    }
                }
                case 4 -> {
                    if (!played.open.isEmpty()) {
                        played.answer(random.nextBoolean() ? 200 : 503);
                    }
                }
                case 5 -> {
                    if (!played.open.isEmpty()) {
                        played.fail(new IOException("garbage"));
                    }
                }
                case 6 -> played.unreachable = random.nextInt(3) == 0;
                default -> played.pass(Duration.ofMillis(random.nextInt(3_000)));
            }
            assertTrue(played.open.size() <= Waiting.MAX_CALLS, "seed " + seed);
        }
        played.unreachable = false;
        for (int i = 0; i < 100; i++) {
            played.pass(Duration.ofSeconds(10));
            while (!played.open.isEmpty()) {
                played.answer(200);
            }
        }
        assertTrue(answers.stream().allMatch(CompletableFuture::isDone), "seed " + seed);
        Map<String, List<PlayedBackend.Posted>> byConnection = played.posted.stream()
                .collect(Collectors.groupingBy(call -> call.headers().connection()));
        byConnection.forEach((connection, calls) -> {
            List<Integer> messages = calls.stream()
                    .filter(call -> call.headers().type().equals("MESSAGE"))
                    .map(call -> Integer.valueOf(call.event()))
                    .toList();
            assertEquals(messages.stream().sorted().toList(), messages, "seed " + seed);
            long ends = calls.stream()
                    .filter(call -> call.headers().type().equals("DISCONNECT")
                            && call.answer().isDone())
                    .count();
            assertTrue(ends <= 1, "seed " + seed + " " + connection + " ended " + ends + " times");
        });
    }

    private List<String> answerAll(int status) {
        List<String> events = new ArrayList<>();
        while (!played.open.isEmpty()) {
            events.add(played.answer(status).event());
        }
        return events;
    }

    private long figure(String name) {
        return played.backend.figures().stream()
                .filter(figure -> figure.name().equals(name))
                .map(Figure::value)
                .findFirst()
                .orElseThrow()
                .getAsLong();
    }

    private static String refusal(CompletableFuture<BackendAnswer> answer) {
        CompletionException failed = assertThrows(CompletionException.class, answer::join);
        return String.valueOf(assertInstanceOf(BackendUnavailableException.class, failed.getCause())
                .getMessage());
    }
}
