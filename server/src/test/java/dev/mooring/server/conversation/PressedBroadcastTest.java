package dev.mooring.server.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.MessageType;
import dev.mooring.server.functional.Frames;
import dev.mooring.server.functional.RawClient;
import dev.mooring.server.metrics.MemoryKind;
import dev.mooring.server.metrics.MemoryUse;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A broadcast for which the memory was used up: the loop goes on with its other work while it catches up. */
@Timeout(60)
class PressedBroadcastTest {
    private static final int PEERS = 1_600;
    /** What one turn of the loop may serve. */
    private static final int SLICE = 500;

    private static final Duration RETRY = Duration.ofMillis(10);

    private final List<SocketChannel> peers = new ArrayList<>();

    @Test
    void servesThoseBehindASliceAtATime() throws IOException {
        try (SteppedLoop loop = new SteppedLoop((socket, type, payload) -> {}, (_, _) -> {})) {
            open(loop);
            CompletableFuture<Integer> answer = loop.broadcast().send(MessageType.TEXT, Frames.utf8("hear"));
            MemoryUse queues = loop.counters().memory(MemoryKind.QUEUES);
            queues.add(queues.limit());
            for (int turns = 0; turns < 20; turns++) {
                loop.turn();
            }
            assertEquals(0, loop.counters().messagesSent.sum());
            queues.add(-queues.limit());
            loop.pass(RETRY);
            long sent = 0;
            while (!answer.isDone()) {
                loop.turn();
                long now = loop.counters().messagesSent.sum();
                assertTrue(now - sent <= SLICE, (now - sent) + " were served in one turn");
                sent = now;
            }
            assertEquals(PEERS, answer.join());
            for (SocketChannel peer : peers) {
                peer.close();
            }
        }
    }

    private void open(SteppedLoop loop) throws IOException {
        ByteBuffer request = ByteBuffer.wrap(Frames.utf8(RawClient.REQUEST));
        for (int i = 0; i < PEERS; i++) {
            SocketChannel peer = SocketChannel.open();
            // A reset leaves no port behind that waits for a minute.
            peer.setOption(StandardSocketOptions.SO_LINGER, 0);
            peer.connect(loop.wide());
            peer.write(request.duplicate());
            peers.add(peer);
            loop.turn();
        }
        while (loop.counters().upgraded.sum() < PEERS) {
            loop.turn();
        }
    }
}
