package dev.mooring.server.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.MessageType;
import dev.mooring.server.connection.SharedFrame.Offer;
import dev.mooring.server.functional.Eventually;
import dev.mooring.server.functional.RawClient;
import dev.mooring.server.functional.TestListener;
import dev.mooring.server.functional.TestServer;
import dev.mooring.server.handler.BuiltInHandler;
import dev.mooring.server.metrics.MemoryKind;
import dev.mooring.server.metrics.MemoryUse;
import dev.mooring.server.metrics.ServerCounters;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Another loop takes the room after a part of a shared frame has gone: the peer cannot be left with half of it. */
@Timeout(60)
class HalfSentFrameTest {
    /** More than two kernels keep for a peer that does not read. */
    private static final Bytes LONG = Bytes.mebi(16);

    private final ServerCounters counters = new ServerCounters();
    private final BufferBudget budget = new BufferBudget(Bytes.mebi(64), counters);
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    @AfterEach
    void end() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void countsAndNamesAPeerThatIsResetInTheMiddle() {
        IoEventLoop eventLoop = group.next();
        ConnectionLoop loop = new ConnectionLoop(eventLoop, settings());
        MemoryUse queues = counters.memory(MemoryKind.QUEUES);
        List<Boolean> settled = new ArrayList<>();
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        int port = TestListener.start(loop, Entrance.PLAIN, counters, () -> Duration.ZERO);
        try (RawClient _ = RawClient.connect(port).upgrade()) {
            Eventually.until(() -> counters.upgraded.sum() == 1);
            Offer offer = eventLoop
                    .submit(() -> {
                        SharedFrame frame = loop.share(MessageType.BINARY, ByteBuffer.allocate((int) LONG.count()), 0)
                                .orElseThrow();
                        otherLoopTakesTheRestWhenAsked(queues);
                        return frame.offerTo(loop.snapshot()[0], settled::add);
                    })
                    .syncUninterruptibly()
                    .getNow();
            assertEquals(Offer.WAITS, offer);
            assertEquals(List.of(false), settled);
        } finally {
            System.setErr(before);
        }
        assertEquals(1, counters.slowCloses.sum());
        String said = log.toString(StandardCharsets.UTF_8);
        assertTrue(
                said.contains("the memory for what peers have not taken is used up: one that has half a frame is reset;"
                        + " raise the heap or lower outbound-limit"),
                said);
    }

    /** It holds most and is asked to let somebody pay, in the middle of the offer, and takes what is left instead. */
    private void otherLoopTakesTheRestWhenAsked(MemoryUse queues) {
        PoolShare other = budget.queues.share(
                _ -> {
                    boolean _ = budget.queues.charge(queues.limit());
                },
                () -> false);
        other.takeRegardless(queues.pressedFrom() - queues.used());
    }

    private LoopSettings settings() {
        return new LoopSettings(
                ConnectionLimits.of(TestServer.configuration()),
                new PingTiming(Duration.ofSeconds(100), Duration.ofSeconds(20), Duration.ofSeconds(10)),
                new SharedState(budget, new Admission(1), counters),
                BuiltInHandler.IDLE,
                () -> Duration.ZERO,
                System::nanoTime);
    }
}
