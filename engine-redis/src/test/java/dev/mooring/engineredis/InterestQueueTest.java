package dev.mooring.engineredis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.engineredis.resp.Reply;
import dev.mooring.engineredis.resp.ReplyException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class InterestQueueTest {
    private final InterestQueue queue = new InterestQueue();

    @Test
    void endsAsThatWasWishedWhateverTheOrder() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Set<String> wished = new HashSet<>();
        Set<String> held = new HashSet<>();
        Deque<String> unacknowledged = new ArrayDeque<>();
        for (int step = 0; step < 20_000; step++) {
            String name = "c" + random.nextInt(40);
            boolean gained = random.nextBoolean();
            assertTrue(queue.add(name.getBytes(UTF_8), gained));
            change(wished, name, gained);
            if (random.nextInt(10) == 0) {
                write(held, unacknowledged);
            }
            for (int i = random.nextInt(5); i > 0 && !unacknowledged.isEmpty(); i--) {
                unacknowledged.remove();
                queue.acknowledged();
            }
        }
        while (queue.waiting() > 0 || !unacknowledged.isEmpty()) {
            write(held, unacknowledged);
            unacknowledged.remove();
            queue.acknowledged();
        }
        assertEquals(wished, held, "seed " + seed);
    }

    @Test
    void aCommandHasAThousandNamesAndTwoAreUnacknowledgedAtMost() {
        for (int i = 0; i < 5_000; i++) {
            queue.add(("c" + i).getBytes(UTF_8), true);
        }
        assertEquals(1_000, names(queue.next().orElseThrow()));
        assertEquals(1_000, names(queue.next().orElseThrow()));
        assertEquals(Optional.empty(), queue.next().map(InterestQueueTest::names));
        assertFalse(queue.hasOpened());
        for (int i = 0; i < 1_000; i++) {
            queue.acknowledged();
        }
        assertTrue(queue.hasOpened());
        assertEquals(1_000, names(queue.next().orElseThrow()));
    }

    @Test
    void whatWasNamedBeforeIsSettledWithItsLastAcknowledgement() {
        assertTrue(queue.settled(0).isDone());
        queue.add("a".getBytes(UTF_8), true);
        queue.add("b".getBytes(UTF_8), true);
        CompletableFuture<Void> both = queue.settled(0);
        queue.add("c".getBytes(UTF_8), true);
        CompletableFuture<Void> allButOne = queue.settled(1);
        queue.next();
        assertEquals(List.of(), queue.acknowledged());
        assertEquals(List.of(both, allButOne), queue.acknowledged());
        CompletableFuture<Void> all = queue.settled(0);
        assertEquals(List.of(all), queue.abandon());
    }

    @Test
    void takesNoMoreThanIsCheaperToBeginAnewWith() {
        for (int i = 0; i < InterestQueue.MAX_WAITING; i++) {
            assertTrue(queue.add(new byte[0], true));
        }
        assertFalse(queue.add(new byte[0], true));
    }

    private void write(Set<String> held, Deque<String> unacknowledged) {
        queue.next().ifPresent(command -> {
            List<String> words = words(command);
            for (String name : words.subList(1, words.size())) {
                change(held, name, words.getFirst().equals("SUBSCRIBE"));
                unacknowledged.add(name);
            }
        });
    }

    private static void change(Set<String> names, String name, boolean gained) {
        if (gained) {
            names.add(name);
        } else {
            names.remove(name);
        }
    }

    private static int names(byte[] command) {
        return words(command).size() - 1;
    }

    /** Its strings, read one after the other: it has more than a reply may. */
    private static List<String> words(byte[] command) {
        List<String> words = new ArrayList<>();
        Reply reply = new Reply();
        int from = new String(command, UTF_8).indexOf('\n') + 1;
        try {
            while (from < command.length) {
                from = reply.read(command, from, command.length);
                words.add(reply.text(0));
            }
        } catch (ReplyException none) {
            throw new AssertionError(none);
        }
        return words;
    }
}
