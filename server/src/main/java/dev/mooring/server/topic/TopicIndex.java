package dev.mooring.server.topic;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Topics by name: 256 open hash tables, so that one that grows moves some thousand topics and not all. Not thread-safe.
 *
 * <p>A topic is a block of words: a head that is for others, then its name. Linear probing at a load of three quarters at most;
 * a removal shifts back what follows, so that nothing is left of it. Cost: 5 to 11 bytes a topic beside its block.
 */
final class TopicIndex {
    static final int SEGMENTS = 256;
    private static final int SEGMENT_SHIFT = Integer.SIZE - Byte.SIZE;
    private static final int FIRST_CAPACITY = 8;
    private static final int[] EMPTY = {};

    private final WordPool topics;
    private final MemoryLimit memory;
    private final KeyHash hash;
    private final int[][] segments = new int[SEGMENTS][];
    private final int[] sizes = new int[SEGMENTS];
    private int size;

    TopicIndex(WordPool topics, MemoryLimit memory, KeyHash hash) {
        this.topics = topics;
        this.memory = memory;
        this.hash = hash;
        Arrays.fill(segments, EMPTY);
    }

    int size() {
        return size;
    }

    /** The topic of that name, {@link WordPool#NONE} when there is none. */
    int find(TopicKey key) {
        if (size == 0) {
            return WordPool.NONE;
        }
        int hashed = hash(key);
        int[] slots = segments[hashed >>> SEGMENT_SHIFT];
        if (slots.length == 0) {
            return WordPool.NONE;
        }
        int at = hashed & (slots.length - 1);
        while (slots[at] != WordPool.NONE && !isNamed(slots[at], key)) {
            at = (at + 1) & (slots.length - 1);
        }
        return slots[at];
    }

    /** Adds a topic that is not there yet; {@link WordPool#NONE} when there is no memory for it. */
    int add(TopicKey key) {
        int hashed = hash(key);
        int segment = hashed >>> SEGMENT_SHIFT;
        if (!hasRoom(segment)) {
            return WordPool.NONE;
        }
        int topic = topics.take(1 + key.words());
        if (topic == WordPool.NONE) {
            return WordPool.NONE;
        }
        for (int word = 0; word < key.words(); word++) {
            topics.set(topic, 1 + word, key.word(word));
        }
        put(segments[segment], hashed, topic);
        sizes[segment]++;
        size++;
        return topic;
    }

    void remove(int topic) {
        int hashed = hash(topic);
        int segment = hashed >>> SEGMENT_SHIFT;
        int[] slots = segments[segment];
        int mask = slots.length - 1;
        int gap = hashed & mask;
        while (slots[gap] != topic) {
            gap = (gap + 1) & mask;
        }
        for (int at = (gap + 1) & mask; slots[at] != WordPool.NONE; at = (at + 1) & mask) {
            int home = hash(slots[at]) & mask;
            if (((at - home) & mask) >= ((at - gap) & mask)) {
                slots[gap] = slots[at];
                gap = at;
            }
        }
        slots[gap] = WordPool.NONE;
        sizes[segment]--;
        size--;
        topics.give(topic, 1 + TopicKey.wordsOf(topics.get(topic, 1)));
    }

    TopicKey key(int topic) {
        int[] words = new int[TopicKey.wordsOf(topics.get(topic, 1))];
        for (int word = 0; word < words.length; word++) {
            words[word] = topics.get(topic, 1 + word);
        }
        return TopicKey.ofWords(words);
    }

    void forEach(IntConsumer action) {
        for (int segment = 0; segment < SEGMENTS; segment++) {
            forEach(segment, action);
        }
    }

    /** The same for those of one of {@link #SEGMENTS}, in which they stay. */
    void forEach(int segment, IntConsumer action) {
        for (int topic : segments[segment]) {
            if (topic != WordPool.NONE) {
                action.accept(topic);
            }
        }
    }

    private boolean hasRoom(int segment) {
        int[] slots = segments[segment];
        if (4 * (sizes[segment] + 1) <= 3 * slots.length) {
            return true;
        }
        int larger = Math.max(FIRST_CAPACITY, 2 * slots.length);
        if (!memory.take((long) (larger - slots.length) * Integer.BYTES)) {
            return false;
        }
        int[] grown = new int[larger];
        for (int topic : slots) {
            if (topic != WordPool.NONE) {
                put(grown, hash(topic), topic);
            }
        }
        segments[segment] = grown;
        return true;
    }

    private static void put(int[] slots, int hashed, int topic) {
        int at = hashed & (slots.length - 1);
        while (slots[at] != WordPool.NONE) {
            at = (at + 1) & (slots.length - 1);
        }
        slots[at] = topic;
    }

    private boolean isNamed(int topic, TopicKey key) {
        for (int word = 0; word < key.words(); word++) {
            if (topics.get(topic, 1 + word) != key.word(word)) {
                return false;
            }
        }
        return true;
    }

    private int hash(TopicKey key) {
        hash.start();
        for (int word = 0; word < key.words(); word++) {
            hash.word(key.word(word));
        }
        return hash.end();
    }

    private int hash(int topic) {
        int words = TopicKey.wordsOf(topics.get(topic, 1));
        hash.start();
        for (int word = 0; word < words; word++) {
            hash.word(topics.get(topic, 1 + word));
        }
        return hash.end();
    }
}
