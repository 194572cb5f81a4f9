package dev.mooring.server.keepalive;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All connections of one event loop, in 256 slots that one turn of the sweep meets one after another.
 *
 * <p>A connection stands in the slot in which it is to be met next. The sweep hands it out when it has been silent for a
 * whole turn, and moves it when it spoke meanwhile, so a message costs one byte written and an idle connection never
 * moves. The sweep stops inside a slot as well as between two: what a tick hands out follows from the time that passed and
 * not from the size of a slot.
 *
 * <p>Nobody is met later than a turn after it was heard from or handed out; that is the rule that always holds. Within it,
 * no slot grows beyond {@link #mostInSlot}, 2.3 times the even share, however many speak at once: who is moved may be put
 * up to {@link #SLOTS} - {@link #EARLIEST} slots before the end of its turn, and those slots together have room for all. Half
 * a turn ahead of the sweep a slot that stands out is leveled, so that what was heard from together is spread over the whole
 * wheel a turn later. Both cost some pings before their time, which the visitor is told.
 *
 * <p>Not thread-safe. Cost: 4 to 8 bytes per connection (one array slot and its slack) besides the entry's own five;
 * remove is O(1), add and move look at up to 110 sizes, some 100 ns.
 */
public final class KeepaliveWheel<C extends WheelEntry> {
    public static final int SLOTS = 256;

    /** Bits behind the point of a position of the sweep, see {@link #sweep}. */
    static final int FRACTION_BITS = 16;

    /**
     * So many slots after it was heard from a connection may be pinged at the earliest. The moment is known to a slot and a
     * tick of at most a sixteenth of a turn, and 147 less those two is still half a turn.
     */
    static final int EARLIEST = 147;

    /** A connection that may be pinged is put off only to the last slots of its turn. */
    private static final int LATE = SLOTS - SLOTS / 8 + 1;

    /** The slots that a connection may be put into while it may not yet be pinged. */
    private static final int WINDOW = SLOTS - EARLIEST + 1;

    private static final int MASK = SLOTS - 1;
    /** Of a position: 8 bits of slot, one that says that it was pulled there, 23 of place. */
    private static final int SLOT_SHIFT = 24;

    private static final int PULLED = 1 << 23;
    private static final int PLACE_MASK = PULLED - 1;
    private static final @Nullable Object[] NONE = {};
    private static final int MIN_CAPACITY = 4;
    /** In a full wheel so many in a row share a slot: neighbors in the kernel's slabs are pinged one after another. */
    private static final int RUN = 16;

    private final @Nullable Object[][] slots = new Object[SLOTS][];
    private final int[] sizes = new int[SLOTS];
    private int size;
    /** The slot the sweep is in, counted from its start. */
    private long swept;
    /** The size of that slot when the sweep entered it. */
    private int entered;
    /** The first so many of that slot have not been met; what is put into it now goes behind them. */
    private int unmet;

    /** Takes the connections that are due. */
    @FunctionalInterface
    public interface Visitor<C> {
        /**
         * A connection that was silent for a turn, or for more than half of one when {@code early}. It and any other may be
         * removed meanwhile.
         */
        void due(C connection, boolean early);
    }

    public KeepaliveWheel() {
        Arrays.fill(slots, NONE);
    }

    /** Adds a connection that was heard from now. */
    public void add(C connection) {
        int slot = (int) swept & MASK;
        boolean added = false;
        size++;
        try {
            connection.heardSlot((byte) slot);
            put(connection, place(slot, EARLIEST, mostInSlot()), 0);
            added = true;
        } finally {
            size -= added ? 0 : 1;
        }
    }

    public void remove(C connection) {
        size--;
        take(connection);
    }

    /**
     * Notes that a connection is heard from now. One that the sweep is about to meet in the slot it is in notes the slot
     * before: it would else look as if it had been silent for a turn.
     */
    public void heard(C connection) {
        int position = connection.wheelPosition();
        boolean next = position >>> SLOT_SHIFT == ((int) swept & MASK) && (position & PLACE_MASK) < unmet;
        connection.heardSlot((byte) (next ? swept - 1 : swept));
    }

    /**
     * Goes on to a position: everybody in the slots before it is met, and of its own slot the share that has passed.
     *
     * @param position slots since the start, times 2<sup>16</sup>; never less than before
     */
    public void sweep(long position, Visitor<C> visitor) {
        long slot = position >> FRACTION_BITS;
        while (swept < slot) {
            meet(0, visitor);
            enter(swept + 1);
        }
        long left = (1L << FRACTION_BITS) - (position & ((1L << FRACTION_BITS) - 1));
        meet((int) ((entered * left) >> FRACTION_BITS), visitor);
    }

    /** How many slots ago it was heard from or handed out, or a turn more; on another thread a moment late. */
    public int sinceHeard(C connection) {
        return (int) (swept - connection.heardSlot()) & MASK;
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

    /**
     * How many connections the fullest slot would do for. More than there are when many closed and the rest stands together:
     * the ticks then have to be as short as for that many.
     */
    public int load() {
        int fullest = 0;
        for (int inSlot : sizes) {
            fullest = Math.max(fullest, inSlot);
        }
        return fullest <= mostInSlot() ? size : fullest * WINDOW;
    }

    private void enter(long slot) {
        swept = slot;
        level(slot);
        entered = sizes[(int) slot & MASK];
        unmet = entered;
    }

    private void meet(int keep, Visitor<C> visitor) {
        int slot = (int) swept & MASK;
        while (unmet > keep) {
            unmet--;
            C connection = at(slot, unmet);
            int silent = silent(connection, slot);
            int place = silent == SLOTS ? -1 : later(connection, silent);
            if (place >= 0 && hasRoom(place)) {
                take(connection);
                put(connection, place, 0);
            } else {
                connection.heardSlot((byte) slot);
                connection.wheelPosition(connection.wheelPosition() & ~PULLED);
                visitor.due(connection, silent < SLOTS);
            }
        }
    }

    /** The slot to move a connection to that was heard from; -1 when it is better pinged. */
    private int later(C connection, int silent) {
        int heard = connection.heardSlot() & MASK;
        if (silent < EARLIEST) {
            return place(heard, EARLIEST, mostInSlot());
        }
        boolean pulled = (connection.wheelPosition() & PULLED) != 0;
        return pulled ? -1 : place(heard, Math.max(LATE, silent + 1), evenInSlot());
    }

    /**
     * The latest slot of a connection's turn that is no fuller than it should be, else the latest that holds less than
     * {@code most}; -1 when there is none. With {@link #mostInSlot} and all slots from {@link #EARLIEST} there is one.
     */
    private int place(int heard, int earliest, int most) {
        int even = evenInSlot();
        int place = -1;
        for (int after = SLOTS; after >= earliest; after--) {
            int slot = (heard + after) & MASK;
            if (sizes[slot] < even) {
                return slot;
            }
            if (place < 0 && sizes[slot] < most) {
                place = slot;
            }
        }
        return place;
    }

    /**
     * Takes from the slot ahead what is too much for one, for the first slots on the way there that have room. Who is idle
     * in it was handed out a turn before it, so that {@link #EARLIEST} slots will have passed; who is not leaves it anyway.
     */
    private void level(long slot) {
        long ahead = slot + WINDOW;
        int from = (int) ahead & MASK;
        int even = evenInSlot();
        long to = slot + 1;
        for (int place = sizes[from] - 1; place >= 0 && sizes[from] > even; place--) {
            while (sizes[(int) to & MASK] >= even) {
                to++;
                if (to == ahead) {
                    return;
                }
            }
            C connection = at(from, place);
            if (silent(connection, from) == SLOTS && hasRoom((int) to & MASK)) {
                take(connection);
                put(connection, (int) to & MASK, PULLED);
            }
        }
    }

    /** Slots since it was heard from or handed out, 1 to 256. */
    private int silent(C connection, int slot) {
        return ((slot - connection.heardSlot() - 1) & MASK) + 1;
    }

    /** What a slot should hold at most: an eighth more than its share, so that chance alone moves nobody. */
    private int evenInSlot() {
        return inRuns((int) (((long) size * 9 + 8 * SLOTS - 1) / (8 * SLOTS)));
    }

    /** What a slot may hold at most: with this much, {@link #WINDOW} slots hold all. */
    private int mostInSlot() {
        return inRuns((size + WINDOW - 1) / WINDOW);
    }

    private static int inRuns(int number) {
        return number < 4 * RUN ? number : (number + RUN - 1) & -RUN;
    }

    /** Makes room in a slot for one more; false when there is no memory for that, and then nobody is moved there. */
    private boolean hasRoom(int slot) {
        try {
            makeRoom(slot);
            return true;
        } catch (OutOfMemoryError noMemory) {
            return false;
        }
    }

    private void makeRoom(int slot) {
        int inSlot = sizes[slot];
        if (inSlot == slots[slot].length) {
            slots[slot] = Arrays.copyOf(slots[slot], Math.max(MIN_CAPACITY, inSlot + (inSlot >> 2)));
        }
    }

    /** Nothing has changed when there is no memory for it. */
    private void put(C connection, int slot, int pulled) {
        makeRoom(slot);
        int place = sizes[slot]++;
        slots[slot][place] = connection;
        connection.wheelPosition((slot << SLOT_SHIFT) | pulled | place);
    }

    private void take(C connection) {
        int slot = connection.wheelPosition() >>> SLOT_SHIFT;
        int place = connection.wheelPosition() & PLACE_MASK;
        if (slot == ((int) swept & MASK) && place < unmet) {
            // The last of the slot has been met and must not come before those who have not.
            unmet--;
            if (place < unmet) {
                fill(slot, place, unmet);
            }
            place = unmet;
        }
        int last = --sizes[slot];
        if (place < last) {
            fill(slot, place, last);
        }
        slots[slot][last] = null;
        if (last < slots[slot].length >> 1 && slots[slot].length > MIN_CAPACITY) {
            shrink(slot, last);
        }
    }

    /** Gives back the room for those who have gone; who cannot make less room, for want of memory, keeps it. */
    private void shrink(int slot, int inSlot) {
        try {
            slots[slot] =
                    inSlot == 0 ? NONE : Arrays.copyOf(slots[slot], Math.max(MIN_CAPACITY, inSlot + (inSlot >> 2)));
        } catch (OutOfMemoryError noMemory) {
            // Nothing has changed.
        }
    }

    private void fill(int slot, int place, int from) {
        C moved = at(slot, from);
        slots[slot][place] = moved;
        moved.wheelPosition((moved.wheelPosition() & ~PLACE_MASK) | place);
    }

    @SuppressWarnings({"unchecked", "NullAway"})
    private C at(int slot, int place) {
        return (C) slots[slot][place];
    }
}
