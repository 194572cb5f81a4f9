package dev.mooring.server.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.functional.Frames;
import dev.mooring.server.functional.RawClient;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A drain without a window: the loop goes on with its other work while it tells everybody. */
@Timeout(60)
class SlicedDrainTest {
    private static final int PEERS = 1_600;
    /** What one turn of the loop may tell. */
    private static final int SLICE = 500;

    private final List<SocketChannel> peers = new ArrayList<>();

    @Test
    void tellsASliceATurnThoughAllAreDue() throws IOException {
        try (SteppedLoop loop = new SteppedLoop((socket, type, payload) -> {}, (_, _) -> {})) {
            open(loop);
            awaitAll("answers to the requests");
            loop.drainAtOnce();
            int left = PEERS;
            for (int turns = 0; left > 0 && turns < PEERS; turns++) {
                loop.turn();
                int now = left - loop.loop().open();
                assertTrue(now <= SLICE, now + " were told in one turn");
                left -= now;
            }
            assertEquals(0, left);
            awaitAll("Closes");
            for (SocketChannel peer : peers) {
                peer.close();
            }
        }
    }

    /** Reads something from each, which loopback may deliver later. */
    private void awaitAll(String what) throws IOException {
        ByteBuffer read = ByteBuffer.allocate(1024);
        for (SocketChannel peer : peers) {
            int count = peer.read(read.clear());
            while (count == 0) {
                Thread.onSpinWait();
                count = peer.read(read.clear());
            }
            assertTrue(count > 0, what);
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
            peer.configureBlocking(false);
            peers.add(peer);
            loop.turn();
        }
        while (loop.counters().upgraded.sum() < PEERS) {
            loop.turn();
        }
    }
}
