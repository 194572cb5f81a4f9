package dev.mooring.server.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.functional.TestServer;
import dev.mooring.server.handler.BuiltInHandler;
import dev.mooring.server.metrics.ServerCounters;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.LinuxSocket;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose time has come, and nobody else. */
@SuppressWarnings("NullAway.Init")
class ExpirationsTest {
    private static final long START = 1_900_000_000;

    private final List<LinuxSocket> sockets = new ArrayList<>();
    private MultiThreadIoEventLoopGroup group;
    private ConnectionLoop loop;
    private ConnectionLoop other;
    private Expirations mine;

    @BeforeEach
    void open() {
        Epoll.ensureAvailability();
        group = new MultiThreadIoEventLoopGroup(2, EpollIoHandler.newFactory());
        loop = loop();
        other = loop();
        mine = new Expirations(loop, Instant::now);
    }

    @AfterEach
    void close() throws IOException {
        for (LinuxSocket socket : sockets) {
            socket.close();
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void aConnectionIsDueWhenItsSecondHasComeAndOnce() {
        Connection connection = connection(loop);
        Expirations.set(connection, Instant.ofEpochSecond(START, 999_999_999));
        assertEquals(List.of(), mine.due(START - 1, 9));
        assertSame(connection, mine.due(START, 9).getFirst());
        assertEquals(List.of(), mine.due(START + 1, 9));
    }

    @Test
    void theLastEndThatIsGivenCounts() {
        Connection connection = connection(loop);
        Expirations.set(connection, Instant.ofEpochSecond(START));
        Expirations.set(connection, Instant.ofEpochSecond(START + 10));
        assertEquals(List.of(), mine.due(START + 9, 9));
        assertSame(connection, mine.due(START + 10, 9).getFirst());
    }

    @Test
    void ofTwoReasonsToStayTheOneThatEndsFirstCounts() {
        Connection connection = connection(loop);
        Expirations.setLatest(connection, Instant.ofEpochSecond(START + 10));
        Expirations.setLatest(connection, Instant.ofEpochSecond(4_000_000_000L));
        assertEquals(List.of(), mine.due(START + 9, 9));
        assertSame(connection, mine.due(START + 10, 9).getFirst());
        Expirations.set(connection, Instant.ofEpochSecond(4_000_000_000L));
        Expirations.setLatest(connection, Instant.ofEpochSecond(START + 20));
        assertSame(connection, mine.due(START + 20, 9).getFirst());
    }

    @Test
    void theEndOfAnotherThatHadTheDescriptorIsNoBoundForItsNextOwner() {
        Connection connection = connection(loop);
        Expirations.set(connection, Instant.ofEpochSecond(START));
        Connection next = new Connection(connection.intValue(), loop, Phase.OPEN);
        Expirations.setLatest(next, Instant.ofEpochSecond(START + 10));
        assertEquals(List.of(), mine.due(START + 9, 9));
        assertSame(next, mine.due(START + 10, 9).getFirst());
    }

    @Test
    void aClockThatIsSetBackKeepsNobodyUntilItHasCaughtUp() {
        AtomicLong now = new AtomicLong(START + 100);
        Expirations ticking = new Expirations(loop, () -> Instant.ofEpochSecond(now.get()));
        Connection connection = new Connection(connection(loop).intValue(), loop, Phase.CLOSING);
        Expirations.set(connection, Instant.ofEpochSecond(START));
        ticking.look();
        now.set(START);
        Expirations.set(connection, Instant.ofEpochSecond(START));
        ticking.look();
        assertEquals(List.of(), ticking.due(START, 9), "it was closed by the look");
    }

    @Test
    void anEndBeyond2037IsInTheFuture() {
        Connection connection = connection(loop);
        Expirations.set(connection, Instant.ofEpochSecond(4_000_000_000L));
        assertEquals(List.of(), mine.due(START, 9));
        Expirations.forget(connection);
    }

    @Test
    void whoGetsTheDescriptorOfOneThatHasEndedDoesNotGetItsEnd() {
        Connection connection = connection(loop);
        Expirations.set(connection, Instant.ofEpochSecond(START));
        Expirations.forget(connection);
        Connection next = new Connection(connection.intValue(), loop, Phase.OPEN);
        assertEquals(List.of(), mine.due(START, 9));
        Expirations.set(next, Instant.ofEpochSecond(START + 10));
        Expirations.forget(connection);
        assertSame(next, mine.due(START + 10, 9).getFirst());
    }

    @Test
    void thoseOfAnotherLoopAreLeftToIt() {
        Connection connection = connection(other);
        Expirations.set(connection, Instant.ofEpochSecond(START));
        assertEquals(List.of(), mine.due(START, 9));
        assertSame(
                connection, new Expirations(other, Instant::now).due(START, 9).getFirst());
    }

    @Test
    void noMoreAreDueAtOnceThanAskedForAndTheNextLookGoesOn() {
        Set<Connection> all = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            Connection connection = connection(loop);
            all.add(connection);
            Expirations.set(connection, Instant.ofEpochSecond(START));
        }
        List<Connection> due = new ArrayList<>(mine.due(START, 4));
        assertEquals(4, due.size());
        due.addAll(mine.due(START, 4));
        due.addAll(mine.due(START, 4));
        assertEquals(10, due.size());
        assertEquals(all, new HashSet<>(due));
    }

    @Test
    void whateverHappensThoseAreDueWhoseTimeHasComeAndNobodyElse() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            connections.add(connection(random.nextBoolean() ? loop : other));
        }
        Map<Connection, Long> ends = new HashMap<>();
        long now = START;
        for (int step = 0; step < 5_000; step++) {
            Connection one = connections.get(random.nextInt(connections.size()));
            switch (random.nextInt(3)) {
                case 0 -> {
                    long end = now + random.nextInt(1, 50);
                    Expirations.set(one, Instant.ofEpochSecond(end));
                    ends.put(one, end);
                }
                case 1 -> {
                    Expirations.forget(one);
                    ends.remove(one);
                }
                default -> {
                    now += random.nextInt(5);
                    for (ConnectionLoop each : List.of(loop, other)) {
                        Set<Connection> expected = new HashSet<>();
                        for (Map.Entry<Connection, Long> entry : ends.entrySet()) {
                            if (entry.getValue() <= now && entry.getKey().loop().equals(each)) {
                                expected.add(entry.getKey());
                            }
                        }
                        Set<Connection> due = new HashSet<>(new Expirations(each, Instant::now).due(now, 1_000));
                        assertEquals(expected, due, "seed " + seed);
                        ends.keySet().removeAll(due);
                    }
                }
            }
        }
        connections.forEach(Expirations::forget);
    }

    private Connection connection(ConnectionLoop owner) {
        LinuxSocket socket = LinuxSocket.newSocketStream(false);
        sockets.add(socket);
        return new Connection(socket.intValue(), owner, Phase.OPEN);
    }

    private ConnectionLoop loop() {
        ServerCounters counters = new ServerCounters();
        return new ConnectionLoop(
                group.next(),
                new LoopSettings(
                        ConnectionLimits.of(TestServer.configuration()),
                        new PingTiming(Duration.ofSeconds(100), Duration.ofSeconds(20), Duration.ofSeconds(10)),
                        new SharedState(new BufferBudget(Bytes.mebi(1), counters), new Admission(1), counters),
                        BuiltInHandler.IDLE,
                        () -> Duration.ZERO,
                        System::nanoTime));
    }
}
