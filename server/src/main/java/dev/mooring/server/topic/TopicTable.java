package dev.mooring.server.topic;

import dev.mooring.server.Subscribed;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.ObjIntConsumer;

/**
 * The topics of one event loop and their members, which are descriptors. Confined to the loop.
 *
 * <p>Cost, for a connection with one topic of 16 bytes of its own and one that it shares with many: some 60 bytes. A topic is a
 * block of words, its head and its name; the head is the only member, or says in which list they are. A member's topics
 * are a block of pairs, topic and position among its members, found by {@link DescriptorInts}. Subscribing and leaving
 * look at the member's own topics only, and at those of one other that takes the place of who leaves.
 */
public final class TopicTable {
    /** In how many parts the topics can be gone through, with changes in between. */
    public static final int PARTS = TopicIndex.SEGMENTS;

    /** On the last topic of a run. */
    private static final int LAST = Integer.MIN_VALUE;

    private static final int[] RUN_CAPACITIES = {
        1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, TopicLimits.MAX_TOPICS
    };

    private final DescriptorInts runIndex;
    private final TopicLimits limits;
    private final MemoryLimit memory;
    private final WordPool topics;
    private final WordPool runs;
    private final MemberLists lists;
    private final TopicIndex index;
    private long subscriptions;

    /**
     * An empty table.
     *
     * @param runIndex where each member's run stands; all loops may share one
     * @param seed0 half of a secret seed
     * @param seed1 the other half
     */
    public TopicTable(DescriptorInts runIndex, TopicLimits limits, long seed0, long seed1) {
        this.runIndex = runIndex;
        this.limits = limits;
        this.memory = new MemoryLimit(limits.memory());
        this.topics = new WordPool(memory, 1 + TopicKey.MAX_WORDS);
        this.runs = new WordPool(memory, 2 * TopicLimits.MAX_TOPICS);
        this.lists = new MemberLists(memory);
        this.index = new TopicIndex(topics, memory, new KeyHash(seed0, seed1));
    }

    /** Lets the member hear the topic. */
    public Subscribed subscribe(int member, TopicKey key) {
        int run = runIndex.get(member);
        int count = count(run);
        int topic = index.find(key);
        if (topic != WordPool.NONE && pairOf(run, topic) >= 0) {
            return Subscribed.ALREADY;
        }
        if (count >= limits.topicsPerConnection()) {
            return Subscribed.TOO_MANY;
        }
        int longer = longer(run, count);
        if (longer == WordPool.NONE) {
            return Subscribed.NO_MEMORY;
        }
        int position = 0;
        if (topic == WordPool.NONE) {
            topic = added(key, member);
        } else {
            position = joined(topic, member);
        }
        if (topic == WordPool.NONE || position < 0) {
            if (longer != run) {
                runs.give(longer, 2 * capacity(count + 1));
            }
            return Subscribed.NO_MEMORY;
        }
        append(member, run, longer, count);
        runs.set(longer, 2 * count, topic | LAST);
        runs.set(longer, 2 * count + 1, position);
        subscriptions++;
        return Subscribed.NOW;
    }

    /** Lets the member no longer hear the topic; whether it did. */
    public boolean unsubscribe(int member, TopicKey key) {
        int run = runIndex.get(member);
        int topic = index.find(key);
        int pair = topic == WordPool.NONE ? -1 : pairOf(run, topic);
        if (pair < 0) {
            return false;
        }
        leave(topic, runs.get(run, 2 * pair + 1));
        shorten(member, run, pair);
        return true;
    }

    /** Forgets the member, which is to happen before its descriptor is closed; how many topics it had. */
    public int leaveAll(int member) {
        int run = runIndex.get(member);
        int count = count(run);
        if (count == 0) {
            return 0;
        }
        for (int pair = 0; pair < count; pair++) {
            leave(topicAt(run, pair), runs.get(run, 2 * pair + 1));
        }
        runs.give(run, 2 * capacity(count));
        runIndex.set(member, WordPool.NONE);
        return count;
    }

    public boolean isSubscribed(int member, TopicKey key) {
        int topic = index.find(key);
        return topic != WordPool.NONE && pairOf(runIndex.get(member), topic) >= 0;
    }

    /** How many members hear the topic. */
    public int members(TopicKey key) {
        int topic = index.find(key);
        return topic == WordPool.NONE ? 0 : membersAt(topic);
    }

    /** Calls with each member of the topic. The table must not be changed meanwhile. */
    public void forEachMember(TopicKey key, IntConsumer action) {
        int topic = index.find(key);
        if (topic == WordPool.NONE) {
            return;
        }
        int head = topics.get(topic, 0);
        if (head >= 0) {
            action.accept(head);
            return;
        }
        int count = lists.count(~head);
        for (int position = 0; position < count; position++) {
            action.accept(lists.get(~head, position));
        }
    }

    /** Calls with each topic of the member, in the order in which they were added if none was left. */
    public void forEachTopic(int member, Consumer<TopicKey> action) {
        int run = runIndex.get(member);
        int count = count(run);
        for (int pair = 0; pair < count; pair++) {
            action.accept(index.key(topicAt(run, pair)));
        }
    }

    /** Calls with each topic and how many hear it. The table must not be changed meanwhile. */
    public void forEachTopic(ObjIntConsumer<TopicKey> action) {
        index.forEach(topic -> action.accept(index.key(topic), membersAt(topic)));
    }

    /** Calls with each topic of one of {@link #PARTS} parts, in which it stays. The table must not be changed meanwhile. */
    public void forEachOfPart(int part, Consumer<TopicKey> action) {
        index.forEach(part, topic -> action.accept(index.key(topic)));
    }

    /** How many topics have a member, users included. */
    public int topics() {
        return index.size();
    }

    /** How many topics all members have together. */
    public long subscriptions() {
        return subscriptions;
    }

    /** What the table has of the heap, in bytes. */
    public long memoryUsed() {
        return memory.used();
    }

    private int membersAt(int topic) {
        int head = topics.get(topic, 0);
        return head >= 0 ? 1 : lists.count(~head);
    }

    private int added(TopicKey key, int member) {
        int topic = index.add(key);
        if (topic != WordPool.NONE) {
            topics.set(topic, 0, member);
        }
        return topic;
    }

    /** The member's position; -1 when there is no memory for it. */
    private int joined(int topic, int member) {
        int head = topics.get(topic, 0);
        if (head < 0) {
            return lists.add(~head, member);
        }
        int list = lists.of(head, member);
        if (list < 0) {
            return -1;
        }
        topics.set(topic, 0, ~list);
        return 1;
    }

    private void leave(int topic, int position) {
        subscriptions--;
        int head = topics.get(topic, 0);
        if (head >= 0) {
            index.remove(topic);
            return;
        }
        int list = ~head;
        int moved = lists.remove(list, position);
        if (position < lists.count(list)) {
            moveTo(moved, topic, position);
        }
        if (lists.count(list) == 1) {
            int only = lists.get(list, 0);
            lists.free(list);
            topics.set(topic, 0, only);
        }
    }

    private void moveTo(int member, int topic, int position) {
        int run = runIndex.get(member);
        runs.set(run, 2 * pairOf(run, topic) + 1, position);
    }

    private int count(int run) {
        if (run == WordPool.NONE) {
            return 0;
        }
        int pair = 0;
        while (runs.get(run, 2 * pair) >= 0) {
            pair++;
        }
        return pair + 1;
    }

    private int topicAt(int run, int pair) {
        return runs.get(run, 2 * pair) & ~LAST;
    }

    private int pairOf(int run, int topic) {
        int count = count(run);
        for (int pair = 0; pair < count; pair++) {
            if (topicAt(run, pair) == topic) {
                return pair;
            }
        }
        return -1;
    }

    /** A run with room for one pair more, which may be the same; {@link WordPool#NONE} when there is no memory for it. */
    private int longer(int run, int count) {
        return count > 0 && capacity(count) > count ? run : runs.take(2 * capacity(count + 1));
    }

    /** Moves what is in the run to the longer one and lets it go on there. */
    private void append(int member, int run, int longer, int count) {
        if (longer != run) {
            move(run, longer, count);
            if (count > 0) {
                runs.give(run, 2 * capacity(count));
            }
            runIndex.set(member, longer);
        }
        if (count > 0) {
            runs.set(longer, 2 * (count - 1), runs.get(longer, 2 * (count - 1)) & ~LAST);
        }
    }

    private void shorten(int member, int run, int pair) {
        int count = count(run);
        int left = count - 1;
        if (left == 0) {
            runs.give(run, 2 * capacity(count));
            runIndex.set(member, WordPool.NONE);
            return;
        }
        runs.set(run, 2 * pair, runs.get(run, 2 * left));
        runs.set(run, 2 * pair + 1, runs.get(run, 2 * left + 1));
        for (int i = 0; i < left; i++) {
            runs.set(run, 2 * i, topicAt(run, i) | (i == left - 1 ? LAST : 0));
        }
        if (capacity(left) == capacity(count)) {
            return;
        }
        int shorter = runs.take(2 * capacity(left));
        if (shorter == WordPool.NONE) {
            // A longer block than its count says would be given back as a shorter one: the rest is given back here.
            runs.give(run + 2 * capacity(left), 2 * (capacity(count) - capacity(left)));
            return;
        }
        move(run, shorter, left);
        runs.give(run, 2 * capacity(count));
        runIndex.set(member, shorter);
    }

    private void move(int from, int to, int pairs) {
        for (int word = 0; word < 2 * pairs; word++) {
            runs.set(to, word, runs.get(from, word));
        }
    }

    private static int capacity(int pairs) {
        int size = 0;
        while (RUN_CAPACITIES[size] < pairs) {
            size++;
        }
        return RUN_CAPACITIES[size];
    }
}
