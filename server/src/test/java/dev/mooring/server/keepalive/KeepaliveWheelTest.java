package dev.mooring.server.keepalive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeepaliveWheelTest {
    private final KeepaliveWheel<Entry> wheel = new KeepaliveWheel<>();

    @Test
    void spreadsConnectionsThatCameTogetherOverAllSlots() {
        int[] perSlot = new int[KeepaliveWheel.SLOTS];
        for (int i = 0; i < 32 * KeepaliveWheel.SLOTS; i++) {
            Entry entry = new Entry(i);
            wheel.add(entry);
            perSlot[entry.slot()]++;
        }
        for (int slot = 0; slot < perSlot.length; slot++) {
            assertEquals(32, perSlot[slot], "connections in slot " + slot);
        }
    }

    @Test
    void findsAnIdleConnectionDueOnceATurn() {
        Entry idle = new Entry(1);
        wheel.add(idle);
        assertEquals(List.of(idle), turn());
        assertEquals(List.of(idle), turn());
    }

    @Test
    void defersAConnectionThatWasHeardFromToTheSlotOfThatTime() {
        Entry busy = new Entry(1);
        wheel.add(busy);
        int later = (busy.slot() + 100) & 255;
        busy.heardSlot((byte) later);
        assertEquals(List.of(), due(busy.slot()));
        assertEquals(later, busy.slot());
        assertEquals(List.of(busy), due(later));
    }

    @Test
    void spreadsConnectionsThatAreHeardFromTogether() {
        int number = 128 * KeepaliveWheel.SLOTS;
        List<Entry> entries = added(number);
        for (int broadcast = 1; broadcast <= 3; broadcast++) {
            int slot = (90 * broadcast) & 255;
            entries.forEach(entry -> entry.heardSlot((byte) slot));
            for (int visited = 1; visited <= KeepaliveWheel.SLOTS; visited++) {
                wheel.visit((slot + visited) & 255, due -> {});
            }
            int[] perSlot = new int[KeepaliveWheel.SLOTS];
            entries.forEach(entry -> perSlot[entry.slot()]++);
            int largest = Arrays.stream(perSlot).max().orElse(0);
            assertTrue(largest < number / 16, largest + " of " + number + " in one slot after broadcast " + broadcast);
        }
    }

    /** In slots as units of time: what is heard in one is seen when the next begins, as in the loop's tick. */
    @Test
    void pingsNobodyLateAndTheLivelyAtMostAnEighthEarly() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int number = 2_000;
        List<Entry> all = added(number);
        all.forEach(entry -> entry.quietSince = entry.slot());
        for (int time = KeepaliveWheel.SLOTS; time < 20 * KeepaliveWheel.SLOTS; time++) {
            int now = time;
            int speaking = random.nextInt(100) == 0 ? number : random.nextInt(8);
            for (int i = 0; i < speaking; i++) {
                Entry entry = all.get(random.nextInt(number));
                entry.heardSlot((byte) now);
                entry.quietSince = now;
            }
            wheel.visit(now & 255, entry -> {
                int quiet = now - entry.quietSince;
                entry.quietSince = now;
                // One that is heard in the very slot that is visited next cannot be told from one heard a turn before.
                assertTrue(quiet == 0 || (quiet > 224 && quiet <= 256), "pinged after " + quiet + ", seed " + seed);
            });
            all.forEach(entry -> assertTrue(now - entry.quietSince < 256, entry + " is late, seed " + seed));
        }
    }

    @Test
    void letsTheVisitorRemoveWhatItVisits() {
        for (int i = 0; i < 3 * KeepaliveWheel.SLOTS; i++) {
            wheel.add(new Entry(i));
        }
        for (int slot = 0; slot < KeepaliveWheel.SLOTS; slot++) {
            wheel.visit(slot, wheel::remove);
        }
        assertEquals(0, wheel.size());
    }

    @Test
    void keepsEveryConnectionExactlyOnceThroughAnyCourseOfEvents() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Entry> model = new ArrayList<>();
        for (int step = 0; step < 50_000; step++) {
            int choice = random.nextInt(100);
            if (choice < 45 || model.isEmpty()) {
                Entry entry = new Entry(step);
                wheel.add(entry);
                model.add(entry);
            } else if (choice < 80) {
                int at = random.nextInt(model.size());
                wheel.remove(model.get(at));
                model.set(at, model.getLast());
                model.removeLast();
            } else if (choice < 95) {
                model.get(random.nextInt(model.size())).heardSlot((byte) random.nextInt(256));
            } else {
                wheel.visit(random.nextInt(256), entry -> {});
            }
        }
        Entry[] all = wheel.snapshot(new Entry[0]);
        assertEquals(model.size(), all.length, "seed " + seed);
        assertEquals(new HashSet<>(model), Set.of(all), "seed " + seed);
        model.forEach(wheel::remove);
        assertEquals(0, wheel.size(), "seed " + seed);
        assertTrue(turn().isEmpty(), "seed " + seed);
    }

    private List<Entry> added(int number) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            entries.add(new Entry(i));
            wheel.add(entries.getLast());
        }
        return entries;
    }

    private List<Entry> turn() {
        List<Entry> due = new ArrayList<>();
        for (int slot = 0; slot < KeepaliveWheel.SLOTS; slot++) {
            wheel.visit(slot, due::add);
        }
        return due;
    }

    private List<Entry> due(int slot) {
        List<Entry> due = new ArrayList<>();
        wheel.visit(slot, due::add);
        return due;
    }
}
