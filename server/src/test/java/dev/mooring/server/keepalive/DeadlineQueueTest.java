package dev.mooring.server.keepalive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeadlineQueueTest {
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

    private List<Integer> expired(long now) {
        List<Integer> expired = new ArrayList<>();
        queue.expire(now, expired::add);
        return expired;
    }
}
