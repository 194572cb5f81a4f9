package dev.mooring.proof.balancer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * One node of a Network Load Balancer on the loopback interface: takes connections, gives each to the registered
 * target that its address and port are hashed to, and forgets flows that were idle for too long. Flows of a target that is no longer registered stay.
 *
 * <p>One thread runs it; another may change the targets. Cost: two descriptors and some 1.5 KB a flow, and a look at each
 * flow ten times an idle timeout. Several nodes share a port (SO_REUSEPORT), because one process may not have the
 * descriptors for all. Behaviour: AWS documentation, "Connection idle timeout" of Network Load Balancers.
 */
final class Node implements AutoCloseable {
    private static final int BACKLOG = 4_096;
    private static final int MAX_READ = 1 << 16;
    private static final int LOOKS_PER_TIMEOUT = 10;

    private final Selector selector;
    private final ServerSocketChannel listener;
    private final Duration idleTimeout;
    private final LongSupplier nanoTime;
    private final NodeCounters counters = new NodeCounters();
    private final Set<Flow> flows = new HashSet<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_READ);
    private volatile List<Integer> targets = List.of();

    Node(int port, Duration idleTimeout, LongSupplier nanoTime) throws IOException {
        this.idleTimeout = idleTimeout;
        this.nanoTime = nanoTime;
        selector = Selector.open();
        listener = ServerSocketChannel.open();
        listener.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Where new connections go: ports of the loopback interface. */
    void targets(List<Integer> ports) {
        targets = List.copyOf(ports);
    }

    /** Forwards until the thread is interrupted. */
    void run() throws IOException {
        long step = Math.max(1, idleTimeout.toMillis() / LOOKS_PER_TIMEOUT);
        long looked = nanoTime.getAsLong();
        while (!Thread.currentThread().isInterrupted()) {
            selector.select(this::ready, step);
            long now = nanoTime.getAsLong();
            if (now - looked >= Duration.ofMillis(step).toNanos()) {
                looked = now;
                look(now - idleTimeout.toNanos());
            }
        }
    }

    NodeStatus status() {
        return counters.status();
    }

    int port() {
        return listener.socket().getLocalPort();
    }

    /** Resets every flow; called when {@link #run} has returned. */
    @Override
    public void close() throws IOException {
        flows.forEach(Flow::reset);
        listener.close();
        selector.close();
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof FlowEnd end) {
            Flow flow = end.flow();
            flow.ready(end, key, buffer, nanoTime.getAsLong());
            countIfOver(flow);
        } else {
            accept();
        }
    }

    private void accept() {
        try {
            for (SocketChannel client = listener.accept(); client != null; client = listener.accept()) {
                open(client);
            }
        } catch (IOException outOfDescriptors) {
            throw new IllegalStateException("the node takes no connection any more", outOfDescriptors);
        }
    }

    private void open(SocketChannel client) throws IOException {
        List<Integer> registered = targets;
        if (registered.isEmpty()) {
            counters.withoutTarget.increment();
            client.close();
            return;
        }
        int port = registered.get(Math.floorMod(flowHash(client), registered.size()));
        Flow flow = new Flow(client, selector, counters, nanoTime.getAsLong());
        flows.add(flow);
        flow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        countIfOver(flow);
    }

    /** Of the client's address and port, mixed so that neighbors go different ways. Source: Steele and others, SplitMix64. */
    private static int flowHash(SocketChannel client) throws IOException {
        long mixed = client.getRemoteAddress().hashCode() * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return Long.hashCode(mixed ^ mixed >>> 31);
    }

    private void countIfOver(Flow flow) {
        if (flow.isOver() && flows.remove(flow)) {
            counters.over.increment();
        }
    }

    private void look(long idleSince) {
        flows.forEach(flow -> flow.forgetIfIdleSince(idleSince));
    }
}
