package dev.mooring.proof.balancer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A client's connection and the one to its target, as one: bytes, ends and resets of one side reach the other, until the
 * flow has been idle for too long. A forgotten flow forwards nothing more; who sends next gets a reset, and the other
 * side learns of nothing.
 *
 * <p>Used by its {@link Node}'s thread.
 */
final class Flow {
    private final FlowEnd client;
    private final FlowEnd target;
    private final NodeCounters counters;
    private long lastNanos;
    private boolean forgotten;

    Flow(SocketChannel accepted, Selector selector, NodeCounters counters, long nowNanos) throws IOException {
        this.counters = counters;
        lastNanos = nowNanos;
        client = new FlowEnd(this, accepted, selector, 0);
        target = new FlowEnd(this, SocketChannel.open(), selector, SelectionKey.OP_CONNECT);
        counters.opened.increment();
    }

    /** Begins to connect to the target; the client's bytes wait in its socket until that is done. */
    void connect(InetSocketAddress address) {
        try {
            if (target.connect(address)) {
                client.resumeReading();
            }
        } catch (IOException refused) {
            fail();
        }
    }

    /** Does what a socket of the flow is ready for; a failure of one side resets both. */
    void ready(FlowEnd end, SelectionKey key, ByteBuffer buffer, long nowNanos) {
        if (key.isValid() && key.isConnectable()) {
            finishConnect();
        }
        try {
            if (key.isValid() && key.isWritable() && end.flush()) {
                flushed(end);
            }
            if (key.isValid() && key.isReadable()) {
                read(end, buffer, nowNanos);
            }
        } catch (IOException failed) {
            reset();
        }
    }

    /** Forgets it if nothing has passed since that moment; nobody is told. */
    void forgetIfIdleSince(long nanos) {
        if (!forgotten && lastNanos - nanos < 0) {
            forgotten = true;
            counters.forgotten.increment();
        }
    }

    void reset() {
        client.reset();
        target.reset();
    }

    boolean isOver() {
        return !client.isOpen() && !target.isOpen();
    }

    private void finishConnect() {
        try {
            target.finishConnect();
            client.resumeReading();
        } catch (IOException refused) {
            fail();
        }
    }

    private void read(FlowEnd end, ByteBuffer buffer, long nowNanos) throws IOException {
        if (forgotten) {
            counters.resets.increment();
            end.reset();
            return;
        }
        lastNanos = nowNanos;
        FlowEnd other = end == client ? target : client;
        if (end.read(buffer) < 0) {
            pass(other);
        } else if (!other.write(buffer)) {
            end.pauseReading();
        }
    }

    /** One side has ended: the other hears of it, and when both have, the flow is over. */
    private void pass(FlowEnd other) throws IOException {
        if (other.hasEnded()) {
            client.close();
            target.close();
        } else {
            other.endOutput();
        }
    }

    private void flushed(FlowEnd end) {
        (end == client ? target : client).resumeReading();
    }

    private void fail() {
        counters.withoutTarget.increment();
        reset();
    }
}
