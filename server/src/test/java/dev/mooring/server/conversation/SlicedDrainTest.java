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
            assertEquals(PEERS, told(), "answers to the requests");
            loop.drainAtOnce();
            int all = 0;
            for (int turns = 0; all < PEERS && turns < PEERS; turns++) {
                loop.turn();
                int now = told();
                assertTrue(now <= SLICE, now + " were told in one turn");
                all += now;
            }
            assertEquals(PEERS, all);
            for (SocketChannel peer : peers) {
                peer.close();
            }
        }
    }

    /** How many have something to read, which is read. */
    private int told() throws IOException {
        ByteBuffer read = ByteBuffer.allocate(1024);
        int told = 0;
        for (SocketChannel peer : peers) {
            told += peer.read(read.clear()) > 0 ? 1 : 0;
        }
        return told;
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
