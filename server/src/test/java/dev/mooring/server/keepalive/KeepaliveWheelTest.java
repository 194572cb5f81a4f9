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
    private static final long SEED = 256;

    private final KeepaliveWheel<Entry> wheel = new KeepaliveWheel<>();
    private final List<Entry> due = new ArrayList<>();
    private final List<Entry> early = new ArrayList<>();
    private double position;

    @Test
    void findsAnIdleConnectionDueOnceATurn() {
        Entry idle = added(1).getFirst();
        for (int turn = 1; turn <= 3; turn++) {
            sweep(turn == 1 ? 1 + KeepaliveWheel.SLOTS : KeepaliveWheel.SLOTS);
            assertEquals(turn, due.size());
        }
        assertEquals(Set.of(idle), Set.copyOf(due));
    }

    @Test
    void putsOffAConnectionThatWasHeardFrom() {
        Entry busy = added(1).getFirst();
        sweep(200);
        wheel.heard(busy);
        sweep(256);
        assertEquals(List.of(), due);
        sweep(1);
        assertEquals(List.of(busy), due);
    }

    @Test
    void doesNotTakeOneThatIsHeardFromInTheSlotBeingSweptForOneThatWasSilentForATurn() {
        List<Entry> all = added(1_000);
        sweep(255.5);
        int before = due.size();
        all.forEach(wheel::heard);
        sweep(0.5);
        assertEquals(before, due.size());
    }

    @Test
    void stopsInsideASlotAndGoesOnThere() {
        Entry[] all = added(110 * 64).toArray(new Entry[0]);
        for (Entry entry : all) {
            assertTrue(entry.slot() >= 147 || entry.slot() == 0, entry + " in slot " + entry.slot());
        }
        sweep(256);
        int before = due.size() + early.size();
        int inSlot =
                (int) List.of(all).stream().filter(entry -> entry.slot() == 0).count();
        sweep(0.25);
        assertEquals(inSlot / 4, due.size() + early.size() - before);
        sweep(0.25);
        assertEquals(inSlot / 2, due.size() + early.size() - before);
        sweep(0.5);
        assertEquals(inSlot, due.size() + early.size() - before);
    }

    @Test
    void handsOutNobodyTwiceWhenOthersOfTheSlotAreRemovedMeanwhile() {
        added(20_000);
        sweep(300);
        due.clear();
        early.clear();
        Random random = new Random(1);
        for (int step = 0; step < 500; step++) {
            sweep(0.25);
            Entry[] left = wheel.snapshot(new Entry[0]);
            wheel.remove(left[random.nextInt(left.length)]);
        }
        due.addAll(early);
        assertEquals(due.size(), new HashSet<>(due).size());
    }

    @Test
    void letsTheVisitorRemoveWhatItVisits() {
        added(3 * KeepaliveWheel.SLOTS);
        sweep(200);
        wheel.sweep(at(2 * KeepaliveWheel.SLOTS), (entry, before) -> wheel.remove(entry));
        assertEquals(0, wheel.size());
    }

    @Test
    void meetsEverybodyHoweverLateItIs() {
        Set<Entry> all = Set.copyOf(added(1_000));
        sweep(50 * KeepaliveWheel.SLOTS);
        due.addAll(early);
        assertEquals(all, Set.copyOf(due));
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
                wheel.heard(model.get(random.nextInt(model.size())));
            } else {
                sweep(random.nextDouble(20));
            }
        }
        Entry[] all = wheel.snapshot(new Entry[0]);
        assertEquals(model.size(), all.length, "seed " + seed);
        assertEquals(new HashSet<>(model), Set.of(all), "seed " + seed);
        model.forEach(wheel::remove);
        assertEquals(0, wheel.size(), "seed " + seed);
        due.clear();
        sweep(KeepaliveWheel.SLOTS);
        assertTrue(due.isEmpty(), "seed " + seed);
    }

    @Test
    void handsOutASilentConnectionInTheSlotOfItsTurnAndNotBefore() {
        Entry only = new Entry(1);
        wheel.add(only);
        assertEquals(0, wheel.sinceHeard(only));
        sweep(256);
        assertEquals(List.of(), due);
        assertEquals(0, wheel.sinceHeard(only), "or a turn more");
        sweep(1);
        assertEquals(List.of(only), due);
        assertEquals(1, wheel.sinceHeard(only), "handed out in the slot before");
        wheel.heard(only);
        assertEquals(0, wheel.sinceHeard(only));
    }

    @Test
    void tellsTheFullestSlotOnlyWhereItStandsOut() {
        added(3_000);
        assertEquals(3_000, wheel.size());
        assertEquals(3_000, wheel.load());
        Entry[] all = wheel.snapshot(new Entry[0]);
        int slot = all[0].slot();
        long together =
                List.of(all).stream().filter(entry -> entry.slot() == slot).count();
        List.of(all).stream().filter(entry -> entry.slot() != slot).forEach(wheel::remove);
        assertEquals(together, wheel.size());
        assertEquals(together * 110, wheel.load(), "as for so many that each of the slots to choose from is as full");
    }

    /** Whatever comes and goes: a size, a snapshot, and no slot that holds more than it may. */
    @Test
    void keepsNoSlotFullerThanItsShareAllows() {
        Random random = new Random(SEED);
        List<Entry> open = new ArrayList<>();
        for (int step = 0; step < 5_000; step++) {
            if (open.isEmpty() || random.nextInt(3) > 0) {
                Entry entry = new Entry(step);
                wheel.add(entry);
                open.add(entry);
            } else {
                wheel.remove(open.remove(random.nextInt(open.size())));
            }
            sweep(0.1);
        }
        int[] sizes = new int[KeepaliveWheel.SLOTS];
        open.forEach(entry -> sizes[entry.slot()]++);
        int most = Math.ceilDiv(open.size(), 110);
        for (int slot = 0; slot < sizes.length; slot++) {
            assertTrue(sizes[slot] <= most, sizes[slot] + " in slot " + slot + ", seed " + SEED);
        }
        assertEquals(open.size(), wheel.size());
        assertEquals(Set.copyOf(open), Set.of(wheel.snapshot(new Entry[0])));
    }

    private List<Entry> added(int number) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            entries.add(new Entry(i));
            wheel.add(entries.getLast());
        }
        return entries;
    }

    private void sweep(double slots) {
        position += slots;
        wheel.sweep(at(position), (entry, before) -> (before ? early : due).add(entry));
    }

    private static long at(double slots) {
        return (long) (slots * (1 << KeepaliveWheel.FRACTION_BITS));
    }
}
