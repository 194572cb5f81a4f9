package dev.mooring.proof.balancer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One of the two sockets of a {@link Flow}: one descriptor, and a buffer only while its peer does not take all. */
final class FlowEnd {
    private final Flow flow;
    private final SocketChannel socket;
    private final SelectionKey key;
    private @Nullable ByteBuffer unsent;
    private boolean ended;

    FlowEnd(Flow flow, SocketChannel socket, Selector selector, int firstInterest) throws IOException {
        this.flow = flow;
        this.socket = socket;
        socket.configureBlocking(false);
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        key = socket.register(selector, firstInterest, this);
    }

    Flow flow() {
        return flow;
    }

    /** Whether it is connected at once; otherwise {@link #finishConnect} follows. */
    boolean connect(InetSocketAddress address) throws IOException {
        boolean connected = socket.connect(address);
        if (connected) {
            key.interestOps(SelectionKey.OP_READ);
        }
        return connected;
    }

    void finishConnect() throws IOException {
        socket.finishConnect();
        key.interestOps(SelectionKey.OP_READ);
    }

    void pauseReading() {
        key.interestOpsAnd(~SelectionKey.OP_READ);
    }

    void resumeReading() {
        if (!ended) {
            key.interestOpsOr(SelectionKey.OP_READ);
        }
    }

    /** Reads what there is; below 0 at the end of the stream. */
    int read(ByteBuffer buffer) throws IOException {
        int count = socket.read(buffer.clear());
        buffer.flip();
        if (count < 0) {
            ended = true;
            pauseReading();
        }
        return count;
    }

    /** Whether all went out; the rest is kept, and this end says when it can go. */
    boolean write(ByteBuffer bytes) throws IOException {
        socket.write(bytes);
        if (!bytes.hasRemaining()) {
            return true;
        }
        unsent = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
        key.interestOpsOr(SelectionKey.OP_WRITE);
        return false;
    }

    /** Whether what was kept is gone. */
    boolean flush() throws IOException {
        if (unsent != null) {
            socket.write(unsent);
            if (unsent.hasRemaining()) {
                return false;
            }
            unsent = null;
        }
        key.interestOpsAnd(~SelectionKey.OP_WRITE);
        return true;
    }

    /** Passes the other end's end of stream on. */
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    boolean hasEnded() {
        return ended;
    }

    boolean isOpen() {
        return socket.isOpen();
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // The descriptor is gone either way; what the peer sees is its own affair.
            key.cancel();
        }
    }

    /** Closes with an RST, as a load balancer answers a packet of a flow it does not know. */
    void reset() {
        try {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // The peer has reset it first.
            key.cancel();
        }
        close();
    }
}
