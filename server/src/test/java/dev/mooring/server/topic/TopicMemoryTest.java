package dev.mooring.server.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.Subscribed;
import org.junit.jupiter.api.Test;

/** What one private and one shared topic cost each of 600,000 connections on two loops. */
class TopicMemoryTest {
    private static final int CONNECTIONS = 600_000;
    private static final int SHARED = 1_000;
    /** The index of the run, the nonce of the id and the reference by descriptor, which stand in arrays of the process. */
    private static final int BYTES_BY_DESCRIPTOR = 12;

    private final DescriptorInts runs = new DescriptorInts();
    private final TopicTable[] loops = {table(1), table(2)};

    @Test
    void aPrivateAndASharedTopicCostSeventyTwoBytesAtMostAndAChurnAddsNothing() throws IllegalAccessException {
        everybodyComes();
        long used = loops[0].memoryUsed() + loops[1].memoryUsed();
        double perConnection = (double) used / CONNECTIONS + BYTES_BY_DESCRIPTOR;
        System.out.printf("%.1f bytes a connection, ids included%n", perConnection);
        assertTrue(perConnection <= 72, perConnection + " bytes a connection");
        everybodyLeaves();
        everybodyComes();
        assertEquals(used, loops[0].memoryUsed() + loops[1].memoryUsed());
        long reachable = ReachableArrays.bytes(runs, loops[0], loops[1]);
        assertEquals(1.0, (double) reachable / used, 0.01, reachable + " bytes of arrays are counted as " + used);
    }

    private void everybodyComes() {
        for (int i = 0; i < CONNECTIONS; i++) {
            TopicTable loop = loops[i & 1];
            assertEquals(Subscribed.NOW, loop.subscribe(i, TopicKey.user("user-" + (10_000_000_000L + i))));
            assertEquals(Subscribed.NOW, loop.subscribe(i, TopicKey.topic("shared-" + i / 2 % SHARED)));
        }
    }

    private void everybodyLeaves() {
        for (int i = 0; i < CONNECTIONS; i++) {
            assertEquals(2, loops[i & 1].leaveAll(((int) (i * 7L % CONNECTIONS) & ~1) | (i & 1)));
        }
    }

    private TopicTable table(long seed) {
        return new TopicTable(runs, new TopicLimits(TopicLimits.DEFAULT_TOPICS, Bytes.mebi(256)), seed, seed);
    }
}
