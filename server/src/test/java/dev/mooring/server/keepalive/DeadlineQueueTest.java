package dev.mooring.server.keepalive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeadlineQueueTest {
    private static final long SEED = 256;

    private final Set<Integer> done = new HashSet<>();
    private final DeadlineQueue<Integer> queue =
            new DeadlineQueue<>(Duration.ofNanos(10), number -> !done.contains(number));

    @Test
    void expiresWhatIsDueInTheOrderItCame() {
        queue.add(1, 0);
        queue.add(2, 5);
        queue.add(3, 6);
        assertEquals(List.of(), expired(9));
        assertEquals(List.of(1, 2), expired(15));
        assertEquals(List.of(3), expired(16));
    }

    @Test
    void growsAroundItsEnd() {
        List<Integer> all = IntStream.range(0, 1000).boxed().toList();
        queue.add(-1, -20);
        assertEquals(List.of(-1), expired(0));
        all.forEach(number -> queue.add(number, 0));
        assertEquals(1000, queue.size());
        assertEquals(all, expired(10));
        assertEquals(0, queue.size());
    }

    @Test
    void takesAdditionsWhileItExpires() {
        queue.add(1, 0);
        queue.expire(10, number -> queue.add(2, 10));
        assertEquals(List.of(2), expired(20));
    }

    @Test
    void dropsThoseThatAreDoneWhenItIsFull() {
        for (int number = 0; number < 10_000; number++) {
            queue.add(number, 0);
            if (number % 100 != 0) {
                done.add(number);
            }
        }
        assertTrue(queue.size() < 300, queue.size() + " entries for 100 that wait");
        assertEquals(
                IntStream.range(0, 100).map(number -> number * 100).boxed().toList(),
                expired(10).stream().filter(number -> !done.contains(number)).toList());
    }

    @Test
    void expiresAtTheMomentAndNotBefore() {
        queue.add(1, 5);
        assertEquals(List.of(), expired(14));
        assertEquals(List.of(1), expired(15));
    }

    @Test
    void expiresOverTheEndOfTheTimeThatALongHolds() {
        queue.add(1, Long.MAX_VALUE - 5);
        assertEquals(List.of(), expired(Long.MAX_VALUE));
        assertEquals(List.of(1), expired(Long.MIN_VALUE + 4));
    }

    @Test
    void showsTheOldestThatStillWaitsAndDropsThoseBeforeIt() {
        assertNull(queue.oldest());
        for (int number = 0; number < 5; number++) {
            queue.add(number, number);
        }
        done.addAll(Set.of(0, 1, 3));
        assertEquals(2, queue.oldest());
        assertEquals(3, queue.size());
        assertEquals(2, queue.oldest(), "it is left where it is");
        done.addAll(Set.of(2, 4));
        assertNull(queue.oldest());
        assertEquals(0, queue.size());
    }

    /** Against a list that does the same slowly: growth, wrap, compaction and release in any order. */
    @Test
    void keepsTheOrderThroughAnyCourse() {
        Random random = new Random(SEED);
        List<Integer> model = new ArrayList<>();
        List<Long> dues = new ArrayList<>();
        long now = 0;
        int next = 0;
        for (int step = 0; step < 20_000; step++) {
            now += random.nextInt(2);
            if (random.nextInt(50) == 0) {
                for (int more = random.nextInt(60); more > 0; more--) {
                    queue.add(next, now);
                    model.add(next++);
                    dues.add(now + 10);
                }
            } else if (random.nextInt(3) > 0 && !model.isEmpty()) {
                done.add(model.get(random.nextInt(model.size())));
            }
            List<Integer> expected = new ArrayList<>();
            while (!dues.isEmpty() && dues.getFirst() <= now) {
                dues.removeFirst();
                expected.add(model.removeFirst());
            }
            List<Integer> expired = expired(now);
            // Those that are done may have been dropped before.
            expected.removeIf(number -> !expired.contains(number) && done.contains(number));
            assertEquals(expected, expired, "step " + step + ", seed " + SEED);
            assertTrue(queue.size() <= model.size(), "step " + step + ", seed " + SEED);
        }
    }

    private List<Integer> expired(long now) {
        List<Integer> expired = new ArrayList<>();
        queue.expire(now, expired::add);
        return expired;
    }
}
