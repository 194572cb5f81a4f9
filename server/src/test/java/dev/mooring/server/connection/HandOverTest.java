package dev.mooring.server.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.MessageType;
import dev.mooring.server.SendResult;
import dev.mooring.server.WebSocket;
import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.functional.Eventually;
import dev.mooring.server.functional.TestServer;
import dev.mooring.server.metrics.MemoryKind;
import dev.mooring.server.metrics.MemoryUse;
import dev.mooring.server.metrics.ServerCounters;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who was told by another thread's send that there is too much. */
@Timeout(60)
class HandOverTest {
    private final ServerCounters counters = new ServerCounters();
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Set<WebSocket> writable =
            Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    /** Of nobody: nothing is written to it. */
    private final Socket socket = Socket.newSocketStream();

    @AfterEach
    void end() throws IOException {
        socket.close();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** A thread may still hold the one of before when its descriptor is another one's. */
    @Test
    void tellsBothOfTwoThatHaveHadTheSameDescriptorThatThereIsRoomAgain() {
        ConnectionLoop loop = new ConnectionLoop(group.next(), settings());
        Connection before = new Connection(socket.intValue(), loop, Phase.OPEN);
        Connection after = new Connection(socket.intValue(), loop, Phase.OPEN);
        MemoryUse queues = counters.memory(MemoryKind.QUEUES);
        queues.add(queues.limit());
        group.next()
                .submit(() -> {
                    // The loop looks when this is over.
                    assertEquals(SendResult.FULL, loop.handOver.send(after, MessageType.TEXT, ByteBuffer.allocate(1)));
                    assertEquals(SendResult.FULL, loop.handOver.send(before, MessageType.TEXT, ByteBuffer.allocate(1)));
                    queues.add(-queues.limit());
                })
                .syncUninterruptibly();
        Eventually.until(() -> writable.size() == 2);
        assertEquals(2, writable.size());
    }

    private LoopSettings settings() {
        return new LoopSettings(
                ConnectionLimits.of(TestServer.configuration()),
                new PingTiming(Duration.ofSeconds(100), Duration.ofSeconds(20), Duration.ofSeconds(10)),
                new SharedState(new BufferBudget(Bytes.mebi(64), counters), new Admission(1), counters),
                new WebSocketHandler() {
                    @Override
                    public void message(WebSocket socket, MessageType type, ByteBuffer payload) {}

                    @Override
                    public void writable(WebSocket socket) {
                        writable.add(socket);
                    }
                },
                () -> Duration.ZERO,
                System::nanoTime);
    }
}
