package dev.mooring.server.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.functional.TestServer;
import dev.mooring.server.handler.BuiltInHandler;
import dev.mooring.server.metrics.ServerCounters;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopTicksTest {
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    @AfterEach
    void end() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void takesEachStepThoughOneThrows() {
        ServerCounters counters = new ServerCounters();
        ConnectionLoop loop = new ConnectionLoop(
                group.next(),
                new LoopSettings(
                        ConnectionLimits.of(TestServer.configuration()),
                        new PingTiming(Duration.ofSeconds(100), Duration.ofSeconds(20), Duration.ofSeconds(10)),
                        new SharedState(new BufferBudget(Bytes.mebi(64), counters), new Admission(1), counters),
                        BuiltInHandler.IDLE,
                        () -> Duration.ZERO,
                        System::nanoTime));
        List<String> taken = new ArrayList<>();
        LoopTicks.take(
                new Runnable[] {
                    () -> taken.add("first"),
                    () -> {
                        throw new OutOfMemoryError("thrown by the test");
                    },
                    () -> taken.add("last")
                },
                loop);
        assertEquals(List.of("first", "last"), taken);
    }
}
