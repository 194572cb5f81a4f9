package dev.mooring.server.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.CloseCode;
import dev.mooring.server.functional.TestServer;
import dev.mooring.server.handler.BuiltInHandler;
import dev.mooring.server.metrics.HandshakeFailure;
import dev.mooring.server.metrics.ServerCounters;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.LinuxSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An id is of one connection, and of none when that has ended. */
@SuppressWarnings("NullAway.Init")
class ConnectionIdsTest {
    private static final int REUSES = 100_000;

    private MultiThreadIoEventLoopGroup group;
    private ConnectionLoop loop;
    private LinuxSocket socket;

    @BeforeEach
    void open() {
        Epoll.ensureAvailability();
        group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        ServerCounters counters = new ServerCounters();
        loop = new ConnectionLoop(
                group.next(),
                new LoopSettings(
                        ConnectionLimits.of(TestServer.configuration()),
                        new PingTiming(Duration.ofSeconds(100), Duration.ofSeconds(20), Duration.ofSeconds(10)),
                        new SharedState(new BufferBudget(Bytes.mebi(1), counters), new Admission(1), counters),
                        BuiltInHandler.IDLE,
                        () -> Duration.ZERO,
                        System::nanoTime));
        socket = LinuxSocket.newSocketStream(false);
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void noOldIdOfADescriptorFindsANewConnection() {
        Set<String> old = new HashSet<>();
        for (int reuse = 0; reuse < REUSES; reuse++) {
            Connection connection = connection();
            String id = connection.id();
            assertTrue(old.add(id), () -> "given twice: " + id);
            assertSame(connection, found(id).orElseThrow());
            end(connection);
            assertEquals(Optional.empty(), found(id));
        }
        Connection last = connection();
        String id = last.id();
        old.forEach(earlier -> assertEquals(Optional.empty(), found(earlier)));
        assertSame(last, found(id).orElseThrow());
        end(last);
    }

    @Test
    void keepsTheIdForThoseWhoAreToldOfTheEnd() {
        Connection connection = connection();
        String id = connection.id();
        end(connection);
        Connection next = connection();
        assertEquals(id, connection.id());
        assertEquals(Optional.empty(), found(id));
        assertSame(next, found(next.id()).orElseThrow());
        end(next);
    }

    @Test
    void drawsNoneForAConnectionThatHasEnded() {
        Connection connection = connection();
        end(connection);
        String id = connection.id();
        assertEquals(0, ConnectionId.parse(id).orElseThrow().nonce());
        assertEquals(Optional.empty(), found(id));
        Connection next = connection();
        assertEquals(Optional.empty(), found(id));
        end(next);
    }

    @Test
    void drawsOneIdForManyThreadsAndNoneThatOutlivesTheConnection() throws InterruptedException {
        for (int round = 0; round < 2_000; round++) {
            Connection connection = connection();
            Set<String> ids = ConcurrentHashMap.newKeySet();
            Thread asking = Thread.ofPlatform().start(() -> ids.add(connection.id()));
            end(connection);
            asking.join();
            Connection next = connection();
            ids.forEach(id -> assertEquals(Optional.empty(), found(id)));
            end(next);
        }
    }

    @Test
    void isWrittenAsApiGatewayWritesItsIds() {
        String id = new ConnectionId(0x123456, 0x789ABCDE, 0xF0123456).toString();
        assertEquals("EjRWeJq83vASNFY=", id);
        assertEquals(
                new ConnectionId(0x123456, 0x789ABCDE, 0xF0123456),
                ConnectionId.parse(id).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "EjRWeJq83vASNFY",
                "EjRWeJq83vASNFZ=",
                "EjRWeJq83vASNF==",
                "EjRWeJq83vASNF!=",
                "EjRWeJq83vASNFYA"
            })
    void readsNothingElseAsAnId(String text) {
        assertEquals(Optional.empty(), ConnectionId.parse(text));
    }

    @Test
    void findsNobodyWhoIsNotOpenYet() {
        Connection deciding = new Connection(socket.intValue(), loop, Phase.DECIDING);
        String id = deciding.id();
        assertEquals(Optional.empty(), found(id));
        deciding.phase(Phase.OPEN);
        assertSame(deciding, found(id).orElseThrow());
        end(deciding);
    }

    @Test
    void forgetsTheIdOfOneThatWasNeverAdmitted() {
        Connection deciding = new Connection(LinuxSocket.newSocketStream(false).intValue(), loop, Phase.DECIDING);
        ConnectionId id = ConnectionId.parse(deciding.id()).orElseThrow();
        deciding.end(CloseCode.ABNORMAL, HandshakeFailure.GONE);
        assertEquals(Optional.empty(), ConnectionIds.find(id));
        assertEquals(id.toString(), deciding.id());
    }

    private Connection connection() {
        Connection connection = new Connection(socket.intValue(), loop, Phase.HANDSHAKE);
        connection.phase(Phase.OPEN);
        return connection;
    }

    private Optional<Connection> found(String id) {
        return ConnectionLoop.find(id, List.of(loop));
    }

    private static void end(Connection connection) {
        connection.phase(Phase.ENDED);
        ConnectionIds.forget(connection);
    }
}
