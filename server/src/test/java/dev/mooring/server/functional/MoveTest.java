package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.drain.Move;
import dev.mooring.server.rotation.HostRotation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A move: 1012 to some, while others come. */
@Timeout(60)
class MoveTest {
    private static final Duration MOMENT = Duration.ofMillis(300);

    @Test
    void tellsSoManyThatTheServiceRestartsAndKeepsTheOthers() {
        AtomicLong now = new AtomicLong();
        try (TestServer server =
                TestServer.with("--event-loops=2").clock(now::get).start()) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                clients.add(server.open());
            }

            assertTrue(server.server().move(40, MOMENT));

            // They are counted when the time for their answers is up.
            Eventually.until(now, MOMENT, () -> told(server) >= 39);
            try (RawClient late = server.open()) {
                late.echoes("admitted all the same");
            }
            assertTrue(told(server) <= 41, () -> "give or take one a loop: " + told(server));
            clients.forEach(RawClient::close);
        }
    }

    @Test
    void tellsNobodyWhenOnlyTheRotationIsToBeLeft() {
        try (TestServer server = TestServer.start();
                RawClient client = server.open()) {
            assertTrue(server.server().move(0, Duration.ofHours(1)));
            assertEquals(HostRotation.State.MOVING, server.server().rotation());
            assertTrue(server.server().move(0, MOMENT));

            awaitMoveOfAnother();
            client.echoes("still here");
            assertEquals(0, told(server));
        }
    }

    @Test
    void tellsNobodyAnyMoreWhenAnotherMoveTakesItsPlace() {
        AtomicLong now = new AtomicLong();
        try (TurnedLoop loop = new TurnedLoop(Duration.ofHours(1), Duration.ofMillis(40), Duration.ofHours(1));
                RawClient client = loop.open()) {
            Move move = new Move(List.of(loop.loop()), loop.admission(), now::get, new Random(1));
            move.start(1, MOMENT);
            move.start(0, Duration.ZERO);

            now.addAndGet(MOMENT.toNanos());
            // Behind the next step of the first move.
            loop.loop()
                    .eventLoop()
                    .schedule(() -> {}, MOMENT.toMillis(), TimeUnit.MILLISECONDS)
                    .syncUninterruptibly();
            client.echoes("still here");

            move.start(1, MOMENT);
            now.addAndGet(MOMENT.toNanos());
            assertEquals("close 1012", client.frame().describe(), "when nothing takes its place");
        }
    }

    @Test
    void isRefusedByAServerThatDrains() {
        try (TestServer server = TestServer.start("--drain-window=1h");
                RawClient client = server.open()) {
            server.server().drain();

            assertFalse(server.server().move(1, Duration.ZERO));
            client.echoes("told at the pace of the drain");
        }
    }

    /** Until another server has told whom a move of the same window, begun now, tells: a move begun before is over then. */
    private static void awaitMoveOfAnother() {
        AtomicLong now = new AtomicLong();
        try (TestServer other = TestServer.with().clock(now::get).start();
                RawClient _ = other.open()) {
            other.server().move(1, MOMENT);
            Eventually.until(now, MOMENT, () -> told(other) == 1);
        }
    }

    private static long told(TestServer server) {
        return server.counters().closedByCode().getOrDefault("1012", 0L);
    }
}
