package dev.mooring.server.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.Subscribed;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The table beside maps of sets, through random steps; a failure names the seed. */
class TopicTablePropertyTest {
    private static final int LIMIT = 5;
    private static final int MEMBERS = 40;
    private static final int STEPS = 20_000;

    private final Map<Integer, Set<TopicKey>> topicsOf = new HashMap<>();
    private final Map<TopicKey, Set<Integer>> membersOf = new HashMap<>();
    private TopicTable table = table(Bytes.mebi(4));

    @Test
    void holdsWhatMapsOfSetsHold() {
        for (long seed = 1; seed <= 20; seed++) {
            play(seed, Bytes.mebi(4), 60);
        }
    }

    @Test
    void holdsWhatMapsOfSetsHoldWhenItsMemoryIsUsedUpAgainAndAgain() {
        for (long seed = 100; seed <= 120; seed++) {
            play(seed, Bytes.kibi(130), 4_000);
        }
    }

    @Test
    void playsAnySeed() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        play(seed, Bytes.kibi(140), 1_000);
    }

    private void play(long seed, Bytes memory, int names) {
        Random random = new Random(seed);
        table = table(memory);
        topicsOf.clear();
        membersOf.clear();
        for (int step = 0; step < STEPS; step++) {
            String at = "seed " + seed + ", step " + step;
            int member = random.nextInt(MEMBERS) * 997;
            TopicKey key = key(random.nextInt(names));
            switch (random.nextInt(8)) {
                case 0, 1, 2, 3 -> subscribe(member, key, at);
                case 4, 5, 6 -> assertEquals(left(member, key), table.unsubscribe(member, key), at);
                default -> {
                    Set<TopicKey> topics = Set.copyOf(topicsOf.getOrDefault(member, Set.of()));
                    topics.forEach(topic -> left(member, topic));
                    assertEquals(topics.size(), table.leaveAll(member), at);
                }
            }
            compare(member, key, at);
        }
        for (int member = 0; member < MEMBERS; member++) {
            table.leaveAll(member * 997);
        }
        assertEquals(0, table.topics(), "seed " + seed);
        assertEquals(0, table.subscriptions(), "seed " + seed);
    }

    private void subscribe(int member, TopicKey key, String at) {
        Set<TopicKey> topics = topicsOf.computeIfAbsent(member, _ -> new LinkedHashSet<>());
        Subscribed expected = topics.contains(key)
                ? Subscribed.ALREADY
                : topics.size() == LIMIT ? Subscribed.TOO_MANY : Subscribed.NOW;
        Subscribed is = table.subscribe(member, key);
        if (is == Subscribed.NO_MEMORY && expected == Subscribed.NOW) {
            return;
        }
        assertEquals(expected, is, at);
        if (is == Subscribed.NOW) {
            topics.add(key);
            membersOf.computeIfAbsent(key, _ -> new HashSet<>()).add(member);
        }
    }

    private boolean left(int member, TopicKey key) {
        boolean left = topicsOf.getOrDefault(member, new HashSet<>()).remove(key);
        membersOf.getOrDefault(key, new HashSet<>()).remove(member);
        return left;
    }

    private void compare(int member, TopicKey key, String at) {
        Set<TopicKey> topics = new HashSet<>();
        table.forEachTopic(member, topics::add);
        assertEquals(topicsOf.getOrDefault(member, Set.of()), topics, at);
        Set<Integer> members = new HashSet<>();
        table.forEachMember(key, members::add);
        assertEquals(membersOf.getOrDefault(key, Set.of()), members, at);
        assertEquals(members.size(), table.members(key), at);
        assertEquals(topics.contains(key), table.isSubscribed(member, key), at);
    }

    private static TopicKey key(int number) {
        String name = "t".repeat(1 + number % 90) + number;
        return number % 3 == 0 ? TopicKey.user(name) : TopicKey.topic(name);
    }

    private static TopicTable table(Bytes memory) {
        return new TopicTable(new DescriptorInts(), new TopicLimits(LIMIT, memory), 7, 11);
    }
}
