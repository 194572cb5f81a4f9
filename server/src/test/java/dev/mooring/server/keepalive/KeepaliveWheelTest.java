package dev.mooring.server.keepalive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
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
