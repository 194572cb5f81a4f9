package dev.mooring.server.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.MessageType;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.frame.FrameDecoder;
import dev.mooring.server.functional.Eventually;
import dev.mooring.server.functional.Frames;
import dev.mooring.server.functional.RawClient;
import dev.mooring.server.functional.TestListener;
import dev.mooring.server.functional.TestServer;
import dev.mooring.server.metrics.MemoryKind;
import dev.mooring.server.metrics.MemoryUse;
import dev.mooring.server.metrics.ServerCounters;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Memory for a part of what a peer sends, for which another one pays: the application hears of that one's end, and what it
 * does then may end the first one too.
 */
@Timeout(60)
class OthersPayTest {
    private static final int PART = 5_000;

    private final ServerCounters counters = new ServerCounters();
    /** Half of it is for messages: two parts, and not a third. */
    private final BufferBudget budget = new BufferBudget(Bytes.of(4 * PART), counters);

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final IoEventLoop eventLoop = group.next();
    private final EndsTheOther handler = new EndsTheOther();
    private final ConnectionLoop loop = new ConnectionLoop(eventLoop, settings());
    private final MemoryUse messages = counters.memory(MemoryKind.MESSAGES);
    private int port;

    @BeforeEach
    void listen() {
        port = TestListener.start(loop, Entrance.PLAIN, counters, () -> Duration.ZERO);
    }

    @AfterEach
    void end() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void theOldestPartOfARecordIsGivenUpWith1013() {
        try (RawClient first = RawClient.connect(port).upgrade();
                RawClient second = RawClient.connect(port).upgrade()) {
            Connection[] both = both();
            onLoop(() -> {
                PartialRecords parts = new PartialRecords(loop, PART);
                keep(parts, both[0]);
                keep(parts, both[1]);
                assertEquals(Phase.LINGERING, both[0].phase());
                assertTrue(both[1].open(), "the other one goes on");
                parts.forget(both[1]);
            });
            (both[0].is(handler.first) ? first : second).expectClose(1013);
            assertEquals(0, messages.used());
        }
    }

    @Test
    void aPartOfARecordIsNotKeptForOneThatHasEndedMeanwhile() {
        try (RawClient _ = RawClient.connect(port).upgrade();
                RawClient _ = RawClient.connect(port).upgrade()) {
            Connection[] both = both();
            onLoop(() -> {
                PartialRecords parts = new PartialRecords(loop, PART);
                keep(parts, both[0]);
                endWhenItPays(both);
                keep(parts, both[1]);
            });
            assertNothingIsLeft(both);
        }
    }

    @Test
    void aPartOfAMessageIsNotKeptForOneThatHasEndedMeanwhile() {
        try (RawClient _ = RawClient.connect(port).upgrade();
                RawClient _ = RawClient.connect(port).upgrade()) {
            Connection[] both = both();
            onLoop(() -> {
                read(both[0], new byte[PART]);
                endWhenItPays(both);
                // There is room for its bytes, and not for what keeps them.
                long room = messages.pressedFrom() - messages.used();
                read(both[1], new byte[(int) room - 150]);
            });
            assertNothingIsLeft(both);
        }
    }

    private void assertNothingIsLeft(Connection[] both) {
        assertTrue(both[0].ended(), "who paid has ended");
        assertTrue(both[1].ended(), "the application has ended the other");
        assertEquals(0, messages.used());
        assertFalse(both[1].backedUp(), "an ended connection keeps nothing");
        onLoop(() -> assertEquals(null, both[1].busyStateIfAny()));
    }

    private Connection[] both() {
        Eventually.until(() -> counters.upgraded.sum() == 2);
        Connection[] both = new Connection[2];
        onLoop(() -> System.arraycopy(loop.snapshot(), 0, both, 0, 2));
        return both;
    }

    /** What is sent to the one fails, so that it ends at once; the application ends the other when it hears of it. */
    private void endWhenItPays(Connection[] both) {
        try {
            both[0].shutdown(false, true);
        } catch (IOException gone) {
            throw new AssertionError(gone);
        }
        handler.other = both[1];
    }

    private void onLoop(Runnable act) {
        eventLoop.submit(act).syncUninterruptibly();
    }

    private static void keep(PartialRecords parts, Connection connection) {
        parts.keep(connection, ByteBuffer.allocate(PART), 0, PART, false);
    }

    private void read(Connection connection, byte[] payload) {
        byte[] frame = Frames.frame(Frames.BINARY, payload);
        FrameDecoder decoder = loop.partial.begin(connection);
        decoder.decode(
                ByteBuffer.wrap(frame),
                new InboundFrames(loop.partial, new LoopCompression(new ServerCounters())).of(connection));
        loop.partial.end(connection, decoder);
    }

    private LoopSettings settings() {
        return new LoopSettings(
                ConnectionLimits.of(TestServer.configuration()),
                new PingTiming(Duration.ofSeconds(100), Duration.ofSeconds(20), Duration.ofSeconds(10)),
                new SharedState(budget, new Admission(10), counters),
                handler,
                () -> Duration.ZERO,
                System::nanoTime);
    }

    /** An application that ends a connection when it hears that another one has ended. */
    private static final class EndsTheOther implements WebSocketHandler {
        private volatile @Nullable Connection first;
        private volatile @Nullable Connection other;

        @Override
        public void open(WebSocket socket) {
            if (first == null) {
                first = (Connection) socket;
            }
        }

        @Override
        public void message(WebSocket socket, MessageType type, ByteBuffer payload) {}

        @Override
        public void close(WebSocket socket, int code) {
            if (other != null) {
                other.lost();
            }
        }
    }
}
