package dev.mooring.server.topic;

import java.util.Arrays;

/**
 * The members of topics that have two or more, each list an array that grows by half and shrinks. Not thread-safe.
 *
 * <p>Cost: 4 to 6 bytes a member in a long list; 36 bytes for one of two or three.
 */
final class MemberLists {
    private static final int FIRST_CAPACITY = 3;
    private static final int OBJECT_BYTES = 20;
    private static final int[] NO_MEMBERS = {};

    private final MemoryLimit memory;
    /** Each with its count in front. */
    private int[][] lists = {};

    private int used;
    private int[] freed = {};
    private int freedCount;

    MemberLists(MemoryLimit memory) {
        this.memory = memory;
    }

    /** A list of these two; -1 when there is no memory for it. */
    int of(int first, int second) {
        if (!memory.take(bytes(FIRST_CAPACITY))) {
            return -1;
        }
        int list = freedCount > 0 ? freed[--freedCount] : used++;
        if (list == lists.length) {
            lists = Arrays.copyOf(lists, Math.max(8, lists.length + (lists.length >> 1)));
        }
        int[] members = new int[1 + FIRST_CAPACITY];
        members[0] = 2;
        members[1] = first;
        members[2] = second;
        lists[list] = members;
        return list;
    }

    int count(int list) {
        return lists[list][0];
    }

    int get(int list, int position) {
        return lists[list][1 + position];
    }

    /** The position it got; -1 when there is no memory for it. */
    int add(int list, int member) {
        int[] members = lists[list];
        int count = members[0];
        if (1 + count == members.length) {
            int larger = count + (count >> 1) + 1;
            if (!memory.take(bytes(larger) - bytes(count))) {
                return -1;
            }
            members = Arrays.copyOf(members, 1 + larger);
            lists[list] = members;
        }
        members[1 + count] = member;
        members[0] = count + 1;
        return count;
    }

    /** Takes out who stands there; the last one takes the place and is returned, which may be the same one. */
    int remove(int list, int position) {
        int[] members = lists[list];
        int count = members[0];
        int last = members[count];
        members[1 + position] = last;
        members[0] = count - 1;
        int capacity = members.length - 1;
        if (capacity > FIRST_CAPACITY && count - 1 < capacity / 3) {
            int smaller = Math.max(FIRST_CAPACITY, capacity / 2);
            memory.release(bytes(capacity) - bytes(smaller));
            lists[list] = Arrays.copyOf(members, 1 + smaller);
        }
        return last;
    }

    void free(int list) {
        memory.release(bytes(lists[list].length - 1));
        lists[list] = NO_MEMBERS;
        if (freedCount == freed.length) {
            freed = Arrays.copyOf(freed, Math.max(8, freed.length + (freed.length >> 1)));
        }
        freed[freedCount++] = list;
    }

    private static long bytes(int capacity) {
        return OBJECT_BYTES + (long) capacity * Integer.BYTES;
    }
}
