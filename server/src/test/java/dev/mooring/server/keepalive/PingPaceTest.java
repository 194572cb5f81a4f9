package dev.mooring.server.keepalive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How many pings a tick hands out, and that none is late for it: the schedule and the wheel as the loop drives them. */
class PingPaceTest {
    private static final Duration INTERVAL = Duration.ofSeconds(100);
    private static final Duration PONG_TIMEOUT = Duration.ofSeconds(20);
    private static final int MAX_IN_TICK = 256;

    @ParameterizedTest
    @ValueSource(ints = {300_000, 1_000_000})
    @Tag("exhaustive")
    void handsOutFewInEveryTickAlsoWhenAllOpenedInOneAndSpokeInOne(int number) {
        SweptLoop loop = new SweptLoop(INTERVAL, PONG_TIMEOUT);
        loop.open(number);
        turn(loop, 2);
        long pings = loop.allPings;
        long early = loop.earlyPings;
        turn(loop, 1);
        double inTurn = loop.allPings - pings;
        assertEquals(1, inTurn / number, 0.01, "pings to each in an interval when all are idle");
        assertEquals(early, loop.earlyPings, "early pings when all are idle");
        loop.hearAll();
        turn(loop, 2);
        early = loop.earlyPings;
        turn(loop, 1);
        assertEquals(early, loop.earlyPings, "early pings two turns after all spoke");
        loop.requireNobodyLate(loop.rest(), "");
    }

    @ParameterizedTest
    @CsvSource({"0.3", "0.55", "0.8", "0.97", "1.4"})
    @Tag("exhaustive")
    void handsOutFewInEveryTickWhenAllSpeakInOneTickAgainAndAgain(double intervals) {
        SweptLoop loop = new SweptLoop(INTERVAL, PONG_TIMEOUT);
        loop.open(300_000);
        for (int broadcast = 0; broadcast < 5; broadcast++) {
            turn(loop, intervals);
            loop.hearAll();
        }
        turn(loop, 2);
    }

    @Test
    void handsOutFewInEveryTickWhenMostConnectionsCloseAndTheRestStandsTogether() {
        SweptLoop loop = new SweptLoop(INTERVAL, PONG_TIMEOUT);
        loop.open(300_000);
        turn(loop, 2);
        int slot = loop.open.getFirst().slot();
        loop.open.stream().filter(entry -> entry.slot() != slot).toList().forEach(loop::close);
        for (long end = loop.now + 3 * INTERVAL.toNanos(); loop.now < end; ) {
            loop.tick(loop.rest());
            assertTrue(loop.pings <= MAX_IN_TICK, loop.pings + " pings in one tick");
        }
    }

    @Test
    void spreadsOverTheWholeTurnThoseWhoSpokeTogether() {
        SweptLoop loop = new SweptLoop(INTERVAL, PONG_TIMEOUT);
        loop.open(300_000);
        turn(loop, 3);
        int ticks = 0;
        int uneven = 0;
        for (long end = loop.now + INTERVAL.toNanos(); loop.now < end; ticks++) {
            long rest = loop.rest();
            loop.tick(rest);
            uneven += loop.pings > 1.2 * loop.evenPace(rest) + 1 ? 1 : 0;
        }
        assertTrue(uneven < ticks / 25, uneven + " of " + ticks + " ticks hand out more than 1.2 times the even pace");
    }

    @Test
    @Tag("exhaustive")
    void makesUpForALateTickWithTheShareOfTheTimeItIsLate() {
        SweptLoop loop = new SweptLoop(INTERVAL, PONG_TIMEOUT);
        loop.open(300_000);
        for (int tick = 0; tick < 4_000; tick++) {
            int ticks = tick % 7 == 0 ? 10 : 1;
            loop.tick(ticks * loop.rest());
            assertTrue(loop.pings <= ticks * MAX_IN_TICK, loop.pings + " pings after " + ticks + " ticks");
        }
    }

    /**
     * Any course of events: ticks late, many opened, heard and closed at once, handlers that close others. Beside the model's
     * own rules no tick hands out more than three times the even pace of the most that were open in the last five intervals, and one for each slot that passed.
     */
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 600", "4, 40", "30, 2000", "100, 3000"})
    void pingsNobodyLateNorTooEarlyNorTooManyTogether(int seconds, int most) {
        anyCourse(seconds, most);
    }

    /** The same at the longest interval, whose millions of ticks take many seconds. */
    @ParameterizedTest
    @CsvSource({"3600, 100", "3600, 1"})
    @Tag("exhaustive")
    void pingsNobodyLateInAnIntervalOfAnHour(int seconds, int most) {
        anyCourse(seconds, most);
    }

    private static void anyCourse(int seconds, int most) {
        long seed = new Random().nextLong();
        try {
            anyCourse(Duration.ofSeconds(seconds), most, new Random(seed));
        } catch (AssertionError | RuntimeException wrong) {
            throw new AssertionError("seed " + seed, wrong);
        }
    }

    private static void anyCourse(Duration interval, int most, Random random) {
        SweptLoop loop = new SweptLoop(interval, interval.dividedBy(1 + random.nextInt(5)));
        loop.visitor = entry -> {
            for (int closed = random.nextInt(100) == 0 ? random.nextInt(3) : 0; closed > 0; closed--) {
                if (!loop.open.isEmpty()) {
                    loop.close(random.nextBoolean() ? entry : any(loop, random));
                }
            }
        };
        Deque<long[]> sizes = new ArrayDeque<>();
        int ticks = 0;
        for (long end = 12 * interval.toNanos(); loop.now < end; ticks++) {
            if (random.nextInt(Math.max(1, 20_000 / most)) == 0 && loop.open.size() < most) {
                loop.open(1 + random.nextInt(random.nextInt(20) == 0 ? most : 1 + most / 50));
            }
            if (random.nextInt(400) == 0) {
                loop.hearAll();
            }
            for (int heard = loop.open.size() / 300 * random.nextInt(2); heard > 0; heard--) {
                loop.hear(any(loop, random));
            }
            int open = loop.open.size();
            for (int closed = random.nextInt(600) == 0 ? random.nextInt(open + 1) / 2 : 0; closed > 0; closed--) {
                loop.close(any(loop, random));
            }
            sizes.addLast(new long[] {loop.now, loop.open.size()});
            while (sizes.getFirst()[0] < loop.now - 5 * interval.toNanos()) {
                sizes.removeFirst();
            }
            long size = sizes.stream().mapToLong(seen -> seen[1]).max().orElse(0);
            long rest = loop.rest() * (random.nextInt(10) == 0 ? 1 + random.nextInt(4) : 1) + random.nextInt(1_000_000);
            loop.tick(rest);
            double even = (double) size * rest / interval.toNanos();
            long slots = 2 + rest * KeepaliveWheel.SLOTS / interval.toNanos();
            assertTrue(loop.pings <= 3 * even + slots, loop.pings + " pings in a tick, even are " + even);
            if (ticks % 16 == 0) {
                loop.requireNobodyLate(rest, "");
            }
        }
    }

    private static Entry any(SweptLoop loop, Random random) {
        return loop.open.get(random.nextInt(loop.open.size()));
    }

    private static void turn(SweptLoop loop, double intervals) {
        for (long end = loop.now + (long) (intervals * INTERVAL.toNanos()); loop.now < end; ) {
            long rest = loop.rest();
            double most = Math.min(MAX_IN_TICK, 3 * loop.evenPace(rest));
            loop.tick(rest);
            assertTrue(loop.pings <= most, loop.pings + " pings in one tick, not " + most);
        }
    }
}
