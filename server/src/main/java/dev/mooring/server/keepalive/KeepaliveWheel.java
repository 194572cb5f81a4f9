package dev.mooring.server.keepalive;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All connections of one event loop, in 256 slots that together span one keepalive interval.
 *
 * <p>A connection stands in the slot of the time it was last heard from, so it is due for a ping when the sweep comes
 * round to that slot again, one interval later. An idle connection never moves. One that was heard from meanwhile is
 * moved to its newer slot when the sweep meets it, not when it speaks: a message costs one byte written. Those that are
 * moved are spread over the slots up to an eighth of the interval before that one, never after it: peers that all speak
 * at once, as after a broadcast, would else be pinged together for ever.
 *
 * <p>Not thread-safe. Cost: 4 to 6 bytes per connection (one array slot and its slack) besides the entry's own five;
 * add, remove and move are O(1).
 */
public final class KeepaliveWheel<C extends WheelEntry> {
    public static final int SLOTS = 256;

    private static final int PLACE_BITS = 24;
    private static final int PLACE_MASK = (1 << PLACE_BITS) - 1;
    private static final @Nullable Object[] NONE = {};
    private static final int SMALLEST = 4;
    /** In a full wheel so many in a row share a slot: neighbours in the kernel's slabs are pinged one after another. */
    private static final int RUN = 16;
    /** So many slots those are spread over that were heard from in one: a ping comes less than an eighth early. */
    private static final int HEARD_TOGETHER = SLOTS / 8;

    private final @Nullable Object[][] slots = new Object[SLOTS][];
    private final int[] sizes = new int[SLOTS];
    private int size;
    private int added;
    private int spread;
    private int moves;

    public KeepaliveWheel() {
        Arrays.fill(slots, NONE);
    }

    /**
     * Adds a connection at a slot of the wheel's choice. Consecutive connections get slots far apart, so that
     * connections that were opened together are not pinged together for ever after.
     */
    public void add(C connection) {
        if (size < SLOTS * RUN || added % RUN == 0) {
            // 159 / 256 is close to the golden ratio: consecutive slots lie far apart, and 159 meets every slot.
            spread = (spread + 159) & (SLOTS - 1);
        }
        added++;
        int slot = spread;
        connection.heardSlot((byte) slot);
        put(connection, slot);
        size++;
    }

    public void remove(C connection) {
        take(connection);
        size--;
    }

    /**
     * Visits the connections of a slot: {@code due} gets those not heard from since this slot was last visited, and may
     * remove any connection; the others move to the slot in which they were last heard, or to one shortly before.
     */
    public void visit(int slot, Consumer<C> due) {
        for (int place = sizes[slot] - 1; place >= 0; place--) {
            if (place >= sizes[slot]) {
                continue;
            }
            C connection = at(slot, place);
            int heard = connection.heardSlot() & (SLOTS - 1);
            if (heard == slot) {
                due.accept(connection);
            } else {
                move(connection, slot, heard);
            }
        }
    }

    /** Every connection at this moment: 4 bytes per connection, for as long as the caller keeps it. */
    public C[] snapshot(C[] type) {
        C[] all = Arrays.copyOf(type, size);
        int next = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            System.arraycopy(slots[slot], 0, all, next, sizes[slot]);
            next += sizes[slot];
        }
        return all;
    }

    public int size() {
        return size;
    }

    /** Moves a connection up to {@link #HEARD_TOGETHER} slots back from where it was heard, but not to where it stands. */
    private void move(C connection, int slot, int heard) {
        int back = Math.min((moves++ / RUN) & (HEARD_TOGETHER - 1), (heard - slot - 1) & (SLOTS - 1));
        int to = (heard - back) & (SLOTS - 1);
        take(connection);
        // Or the sweep would move it on to where it was heard when it comes round.
        connection.heardSlot((byte) to);
        put(connection, to);
    }

    private void put(C connection, int slot) {
        int place = sizes[slot]++;
        if (place == slots[slot].length) {
            slots[slot] = Arrays.copyOf(slots[slot], Math.max(SMALLEST, place + (place >> 2)));
        }
        slots[slot][place] = connection;
        connection.wheelPosition(slot << PLACE_BITS | place);
    }

    private void take(C connection) {
        int slot = connection.wheelPosition() >>> PLACE_BITS;
        int place = connection.wheelPosition() & PLACE_MASK;
        int last = --sizes[slot];
        C moved = at(slot, last);
        slots[slot][place] = moved;
        moved.wheelPosition(connection.wheelPosition());
        slots[slot][last] = null;
        if (last < slots[slot].length >> 2) {
            slots[slot] = last == 0 ? NONE : Arrays.copyOf(slots[slot], slots[slot].length >> 1);
        }
    }

    @SuppressWarnings({"unchecked", "NullAway"})
    private C at(int slot, int place) {
        return (C) slots[slot][place];
    }
}
