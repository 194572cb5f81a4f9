package dev.mooring.server;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.server.accept.Listener;
import dev.mooring.server.accept.ListeningSockets;
import dev.mooring.server.accept.ReserveDescriptor;
import dev.mooring.server.accept.SocketBound;
import dev.mooring.server.admin.ServerControl;
import dev.mooring.server.broadcast.Broadcast;
import dev.mooring.server.configuration.ServerConfiguration;
import dev.mooring.server.connection.Admission;
import dev.mooring.server.connection.BufferBudget;
import dev.mooring.server.connection.ConnectionLoop;
import dev.mooring.server.connection.LoopSettings;
import dev.mooring.server.drain.Drain;
import dev.mooring.server.frame.MessageType;
import dev.mooring.server.keepalive.SweepSchedule;
import dev.mooring.server.metrics.ProcessUsageReader;
import dev.mooring.server.metrics.ServerCounters;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A running server: event loops, their listening sockets, and what the admin port may ask of them.
 *
 * <p>Thread-safe. {@link #start} returns when every port is listening.
 */
public final class MooringServer implements ServerControl, AutoCloseable {
    /** After the window: a closing handshake takes two seconds at most, and a loop may be late. */
    private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(10);

    private static final int RETRY_AFTER_LEAST_SECONDS = 5;
    private static final int RETRY_AFTER_MOST_SECONDS = 30;

    private final ServerConfiguration configuration;
    private final ServerCounters counters = new ServerCounters();
    private final Admission admission;
    private final ReserveDescriptor reserve = new ReserveDescriptor();
    private final MultiThreadIoEventLoopGroup group;
    private final List<ConnectionLoop> loops = new ArrayList<>();
    private final Broadcast broadcast;
    private final Drain drain;
    private final long start = System.nanoTime();
    private volatile Phase phase = Phase.STARTING;

    private MooringServer(ServerConfiguration configuration, int cap, Bytes bufferBudget) {
        this.configuration = configuration;
        int sockets = sockets(configuration, counters);
        this.admission = new Admission(Math.min(cap, SocketBound.webSockets(sockets)), sockets);
        this.group = new MultiThreadIoEventLoopGroup(
                configuration.eventLoops(), new DefaultThreadFactory("mooring"), EpollIoHandler.newFactory());
        LoopSettings settings = new LoopSettings(
                configuration.limits(),
                configuration.timeouts().keepalive(),
                configuration.timeouts().pongTimeout(),
                SweepSchedule.longestStep(configuration.timeouts().pongTimeout()),
                new BufferBudget(bufferBudget, counters),
                configuration.handler(),
                admission,
                counters,
                MooringServer::retryAfter,
                System::nanoTime);
        for (EventExecutor executor : group) {
            loops.add(new ConnectionLoop((IoEventLoop) executor, settings));
        }
        this.broadcast = new Broadcast(List.copyOf(loops));
        this.drain = new Drain(loops, admission, DRAIN_PATIENCE, System::nanoTime);
    }

    /**
     * Opens every port on every loop and begins to accept.
     *
     * @param cap the most WebSockets to admit; fewer are where the process has too few descriptors for them and for those
     *     that are still in their handshake
     * @param bufferBudget the heap that peers can make the server keep, in all
     * @throws dev.mooring.capacity.RefusedException when a port cannot be opened; nothing is left open then
     */
    public static MooringServer start(ServerConfiguration configuration, int cap, Bytes bufferBudget) {
        Epoll.ensureAvailability();
        configuration.ports().ports().forEach(port -> ListeningSockets.requireFree(configuration.bind(), port));
        MooringServer server = new MooringServer(configuration, cap, bufferBudget);
        try {
            server.listen();
        } catch (RuntimeException failed) {
            server.close();
            throw failed;
        }
        return server;
    }

    /** The most WebSockets for which this process has descriptors; asked before it has opened any for the server. */
    static int mostWebSockets(ServerConfiguration configuration) {
        return SocketBound.webSockets(sockets(configuration, new ServerCounters()));
    }

    private static int sockets(ServerConfiguration configuration, ServerCounters counters) {
        int ports = (int) configuration.ports().ports().count();
        return SocketBound.of(ProcessUsageReader.ofThisProcess(counters).read(), configuration.eventLoops(), ports);
    }

    @Override
    public ServerCounters counters() {
        return counters;
    }

    @Override
    public Phase phase() {
        return phase;
    }

    @Override
    public int maxConnections() {
        return admission.cap();
    }

    @Override
    public Duration uptime() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Override
    public int eventLoops() {
        return loops.size();
    }

    @Override
    public CompletableFuture<Integer> broadcast(MessageType type, byte[] payload) {
        return broadcast.send(type, payload);
    }

    @Override
    public Duration drainWindow() {
        return configuration.drain().window();
    }

    @Override
    public Optional<Duration> drain(Duration window) {
        DurationText.requireWithin("window", window, Duration.ZERO, DurationText.MAX);
        phase = Phase.DRAINING;
        return drain.start(configuration.drain().delay(), window);
    }

    /**
     * Completes when the drain is over and the server can be closed: when the last connection has ended. Fails when some
     * are left ten seconds after the window, or the pace could not be kept.
     */
    public CompletableFuture<Void> drained() {
        return drain.over();
    }

    /** Ends now: every connection that is left is closed without a word. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
        reserve.release();
    }

    private void listen() {
        reserve.hold();
        for (ConnectionLoop loop : loops) {
            loop.start();
            configuration.ports().ports().forEach(port -> listen(loop, port));
        }
        phase = Phase.SERVING;
    }

    private void listen(ConnectionLoop loop, int port) {
        LinuxSocket socket = ListeningSockets.open(configuration.bind(), port);
        Listener listener = new Listener(
                socket, loop, configuration.proxyHeaderRequired(), counters, MooringServer::retryAfter, reserve);
        IoRegistration registration =
                loop.eventLoop().register(listener).syncUninterruptibly().getNow();
        loop.eventLoop().submit(() -> listener.start(registration)).syncUninterruptibly();
    }

    /** Random, so that refused clients do not all return together. */
    private static Duration retryAfter() {
        return Duration.ofSeconds(
                ThreadLocalRandom.current().nextInt(RETRY_AFTER_LEAST_SECONDS, RETRY_AFTER_MOST_SECONDS + 1));
    }
}
