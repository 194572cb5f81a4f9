package dev.mooring.server.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.Subscribed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicTableTest {
    private static final TopicKey NEWS = TopicKey.topic("news");

    private final TopicTable table = new TopicTable(new DescriptorInts(), new TopicLimits(3, Bytes.mebi(4)), 1, 2);

    @Test
    void aUserIsNoTopicOfTheSameName() {
        table.subscribe(10, TopicKey.user("ann"));
        table.subscribe(11, TopicKey.topic("ann"));
        assertEquals(List.of(10), members(TopicKey.user("ann")));
        assertEquals(List.of(11), members(TopicKey.topic("ann")));
        assertNotEquals(TopicKey.user("ann"), TopicKey.topic("ann"));
    }

    @Test
    void aSecondSubscriptionToTheSameTopicChangesNothing() {
        assertEquals(Subscribed.NOW, table.subscribe(10, NEWS));
        assertEquals(Subscribed.ALREADY, table.subscribe(10, NEWS));
        assertEquals(List.of(10), members(NEWS));
    }

    @Test
    void aConnectionHasNoMoreTopicsThanTheLimit() {
        for (int i = 0; i < 3; i++) {
            assertEquals(Subscribed.NOW, table.subscribe(10, TopicKey.topic("t" + i)));
        }
        assertEquals(Subscribed.TOO_MANY, table.subscribe(10, NEWS));
        assertEquals(0, table.members(NEWS));
        table.unsubscribe(10, TopicKey.topic("t1"));
        assertEquals(Subscribed.NOW, table.subscribe(10, NEWS));
    }

    @Test
    void whoHasLeftIsForgotten() {
        table.subscribe(10, NEWS);
        table.subscribe(11, NEWS);
        table.subscribe(12, NEWS);
        assertEquals(1, table.leaveAll(11));
        assertEquals(List.of(10, 12), members(NEWS));
        assertEquals(0, table.leaveAll(11));
        assertFalse(table.unsubscribe(11, NEWS));
    }

    @Test
    void namesOfAnyLengthUpToTheLimitComeBackAsTheyWere() {
        List<TopicKey> names = new ArrayList<>();
        TopicTable wide = new TopicTable(new DescriptorInts(), new TopicLimits(1024, Bytes.mebi(4)), 1, 2);
        for (int length = 1; length <= TopicKey.MAX_BYTES; length++) {
            names.add(TopicKey.topic("x".repeat(length)));
            wide.subscribe(10, names.getLast());
        }
        List<TopicKey> read = new ArrayList<>();
        wide.forEachTopic(10, read::add);
        assertEquals(names, read);
        assertEquals("é→𝄞", TopicKey.user("é→𝄞").name());
    }

    @Test
    void refusesNamesThatAreEmptyOrTooLong() {
        assertEquals(
                "name of 0 bytes is outside 1-255; choose a name of 255 bytes of UTF-8 at most",
                assertThrows(IllegalArgumentException.class, () -> TopicKey.topic(""))
                        .getMessage());
        assertEquals(
                "name of 256 bytes is outside 1-255; choose a name of 255 bytes of UTF-8 at most",
                assertThrows(IllegalArgumentException.class, () -> TopicKey.topic("é".repeat(128)))
                        .getMessage());
    }

    @Test
    void listsItsTopicsWithTheirMembers() {
        table.subscribe(10, NEWS);
        table.subscribe(11, NEWS);
        table.subscribe(11, TopicKey.user("ann"));
        Map<TopicKey, Integer> counts = new HashMap<>();
        table.forEachTopic(counts::put);
        assertEquals(Map.of(NEWS, 2, TopicKey.user("ann"), 1), counts);
        assertEquals(2, table.topics());
        assertEquals(3, table.subscriptions());
    }

    @Test
    void namesChosenForOneSeedDoNotCollideUnderAnother() {
        List<TopicKey> chosen = new ArrayList<>();
        for (int i = 0; chosen.size() < 64; i++) {
            if (hash(1, 2, TopicKey.topic("k" + i)) >>> 24 == 0) {
                chosen.add(TopicKey.topic("k" + i));
            }
        }
        assertTrue(chosen.stream().map(key -> hash(3, 4, key) >>> 24).distinct().count() > 40);
    }

    @Test
    void aFullTableTakesNothingMoreAndTakesAgainWhatWasLeft() {
        TopicTable small = new TopicTable(new DescriptorInts(), new TopicLimits(1, Bytes.kibi(200)), 1, 2);
        int taken = 0;
        while (small.subscribe(taken, TopicKey.user("u" + taken)) == Subscribed.NOW) {
            taken++;
        }
        assertEquals(Subscribed.NO_MEMORY, small.subscribe(taken, TopicKey.user("u" + taken)));
        assertEquals(taken, small.topics());
        assertTrue(small.memoryUsed() <= Bytes.kibi(200).count());
        assertEquals(1, small.leaveAll(taken - 1));
        assertEquals(Subscribed.NOW, small.subscribe(taken, TopicKey.user("v" + taken)));
    }

    private List<Integer> members(TopicKey key) {
        List<Integer> members = new ArrayList<>();
        table.forEachMember(key, members::add);
        return members;
    }

    private static int hash(long seed0, long seed1, TopicKey key) {
        KeyHash hash = new KeyHash(seed0, seed1);
        for (int word = 0; word < key.words(); word++) {
            hash.word(key.word(word));
        }
        return hash.end();
    }
}
