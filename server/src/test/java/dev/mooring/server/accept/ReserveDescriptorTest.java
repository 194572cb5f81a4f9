package dev.mooring.server.accept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The reserve against a table of descriptors that others use too, step by step and from several threads. */
@Timeout(60)
class ReserveDescriptorTest {
    private static final long FIRST_SEED = 11_000_000L;
    private static final int ROUNDS = 2_000;
    private static final int EMFILE = -24;

    /** Its library has the error numbers. */
    @BeforeAll
    static void loadNetty() {
        Epoll.ensureAvailability();
    }

    @Test
    void answersEverybodyWhateverOthersTakeInBetween() throws IOException {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed++) {
            Random random = new Random(seed);
            Table table = new Table(2 + random.nextInt(6), random);
            ReserveDescriptor reserve = new ReserveDescriptor(table::open);
            reserve.hold();
            Loop loop = new Loop(table, reserve);
            int clients = 0;
            for (int step = 0; step < 30; step++) {
                int arriving = random.nextInt(4);
                clients += arriving;
                table.waiting += arriving;
                loop.turn();
                if (random.nextInt(4) == 0) {
                    loop.strangerLeaves();
                }
            }
            table.othersLeave();
            while (table.waiting > 0) {
                loop.turn();
                loop.strangerLeaves();
            }
            loop.turn();
            String message = "seed " + seed;
            assertEquals(clients, loop.taken + loop.refused, message);
            assertTrue(reserve.hold(), message);
            assertEquals(loop.held + 1, table.used, message);
        }
    }

    @Test
    void keepsTheReserveWhenOnlyLoopsTakeDescriptors() throws IOException {
        Table table = new Table(3, new Random(FIRST_SEED));
        table.others = false;
        ReserveDescriptor reserve = new ReserveDescriptor(table::open);
        reserve.hold();
        Loop loop = new Loop(table, reserve);
        table.waiting = 10;
        loop.turn();
        assertEquals("2 taken, 8 refused", loop.taken + " taken, " + loop.refused + " refused");
        assertEquals(3, table.used);
    }

    @Test
    void answersEverybodyFromFourLoopsAtOnce() throws InterruptedException {
        int clients = 20_000;
        Table table = new Table(9, new Random(FIRST_SEED));
        table.others = false;
        table.waiting = clients;
        ReserveDescriptor reserve = new ReserveDescriptor(table::open);
        reserve.hold();
        AtomicInteger answered = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                Loop loop = new Loop(table, reserve);
                loop.alone = false;
                while (answered.get() < clients) {
                    int before = loop.taken + loop.refused;
                    loop.turn();
                    loop.strangerLeaves();
                    answered.addAndGet(loop.taken + loop.refused - before);
                }
                while (loop.held > 0) {
                    loop.strangerLeaves();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(clients, answered.get());
        assertTrue(reserve.hold());
        assertEquals(1, table.used);
    }

    @Test
    void leavesToTheCallerWhatDescriptorsDoNotMend() {
        ReserveDescriptor reserve = new ReserveDescriptor(() -> () -> {});
        IOException said = assertThrows(
                IOException.class,
                () -> reserve.accept(
                        () -> {
                            throw Errors.newIOException("accept", -12);
                        },
                        _ -> {},
                        _ -> {}));
        assertEquals(Shortage.MEMORY, Shortage.of(said));
    }

    /** What a listener does, with strangers in the place of connections. */
    private static final class Loop {
        private final Table table;
        private final ReserveDescriptor reserve;
        private boolean alone = true;
        private int held;
        private int taken;
        private int refused;

        private Loop(Table table, ReserveDescriptor reserve) {
            this.table = table;
            this.reserve = reserve;
        }

        private void turn() {
            try {
                ReserveDescriptor.Outcome outcome = accept();
                while (outcome != ReserveDescriptor.Outcome.NOBODY_WAITS
                        && outcome != ReserveDescriptor.Outcome.NO_RESERVE) {
                    outcome = accept();
                }
                if (outcome == ReserveDescriptor.Outcome.NO_RESERVE) {
                    strangerLeaves();
                }
            } catch (IOException impossible) {
                throw new AssertionError(impossible);
            }
        }

        private ReserveDescriptor.Outcome accept() throws IOException {
            return reserve.accept(
                    table::accept,
                    _ -> {
                        taken++;
                        held++;
                        if (alone) {
                            assertEquals(1, table.used - table.ofOthers - held, "a connection came before the reserve");
                        }
                    },
                    _ -> {
                        refused++;
                        table.give();
                    });
        }

        private void strangerLeaves() {
            if (held > 0) {
                held--;
                table.give();
            }
        }
    }

    /** Before each call others may take a descriptor, or give one back. */
    private static final class Table {
        private final int limit;
        private final Random random;
        private boolean others = true;
        private int used;
        private int ofOthers;
        private int waiting;

        private Table(int limit, Random random) {
            this.limit = limit;
            this.random = random;
        }

        private synchronized int accept() throws IOException {
            take();
            if (waiting == 0) {
                used--;
                return -1;
            }
            waiting--;
            return 1;
        }

        private synchronized Closeable open() throws IOException {
            take();
            return this::give;
        }

        private synchronized void give() {
            used--;
            assertTrue(used >= 0);
        }

        private synchronized void othersLeave() {
            used -= ofOthers;
            ofOthers = 0;
            others = false;
        }

        private void take() throws IOException {
            if (others && random.nextInt(3) == 0) {
                othersMove();
            }
            if (used == limit) {
                throw Errors.newIOException("open", EMFILE);
            }
            used++;
        }

        private void othersMove() {
            if (random.nextBoolean() && used < limit) {
                used++;
                ofOthers++;
            } else if (ofOthers > 0) {
                used--;
                ofOthers--;
            }
        }
    }
}
