package dev.mooring.server.runtime;

import dev.mooring.capacity.GrantedHost;
import dev.mooring.capacity.PeerMemory;
import dev.mooring.capacity.Rotation;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.capacity.unit.PortRange;
import dev.mooring.server.Audience;
import dev.mooring.server.Engine;
import dev.mooring.server.Figure;
import dev.mooring.server.MessageType;
import dev.mooring.server.MooringServer;
import dev.mooring.server.RemoteConnection;
import dev.mooring.server.ServerConfiguration;
import dev.mooring.server.WebSocket;
import dev.mooring.server.accept.ReserveDescriptor;
import dev.mooring.server.accept.SocketBound;
import dev.mooring.server.admin.AdminServer;
import dev.mooring.server.admin.HealthServer;
import dev.mooring.server.admin.ServerControl;
import dev.mooring.server.broadcast.Broadcast;
import dev.mooring.server.cluster.Cluster;
import dev.mooring.server.connection.Admission;
import dev.mooring.server.connection.BufferBudget;
import dev.mooring.server.connection.ConnectionLimits;
import dev.mooring.server.connection.ConnectionLoop;
import dev.mooring.server.connection.LoopSettings;
import dev.mooring.server.connection.PingTiming;
import dev.mooring.server.connection.SharedState;
import dev.mooring.server.drain.Drain;
import dev.mooring.server.drain.Move;
import dev.mooring.server.fanout.Fanout;
import dev.mooring.server.keepalive.SweepSchedule;
import dev.mooring.server.metrics.ProcessUsageReader;
import dev.mooring.server.metrics.ServerCounters;
import dev.mooring.server.rotation.HostRotation;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Event loops, their listening sockets, the admin port and what that may ask of them. Thread-safe. */
public final class RunningServer implements MooringServer, ServerControl {
    /** After the window: a closing handshake takes two seconds at most, and a loop may be late. */
    private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(10);

    private final ServerConfiguration configuration;
    private final ServerCounters counters = new ServerCounters();
    private final Admission admission;
    private final ReserveDescriptor reserve = new ReserveDescriptor();
    private final MultiThreadIoEventLoopGroup group;
    private final List<ConnectionLoop> loops = new ArrayList<>();
    private final Broadcast broadcast;
    private final Fanout fanout;
    private final @Nullable Cluster cluster;
    private final Drain drain;
    private final @Nullable ServerTls tls;
    private final Move move;
    private final HostRotation rotation;
    private final long start = System.nanoTime();
    private @Nullable AdminServer admin;
    private @Nullable HealthServer health;
    private volatile Phase phase = Phase.STARTING;

    private RunningServer(
            ServerConfiguration configuration,
            GrantedHost host,
            LongSupplier nanoTime,
            @Nullable ServerTls tls,
            @Nullable Engine engine) {
        this.configuration = configuration;
        this.tls = tls;
        this.cluster = engine == null ? null : new Cluster(engine);
        int ports = configuration.plainPorts().map(PortRange::count).orElse(0)
                + configuration.tls().map(settings -> settings.ports().count()).orElse(0);
        int sockets =
                SocketBound.of(ProcessUsageReader.ofThisProcess(counters).read(), configuration.eventLoops(), ports);
        this.admission =
                new Admission(AdmittedConnections.of(configuration, host, SocketBound.webSockets(sockets)), sockets);
        this.group = LoopThreads.of(configuration.eventLoops(), host);
        LoopSettings settings = new LoopSettings(
                ConnectionLimits.of(configuration),
                new PingTiming(
                        configuration.timeouts().keepalive(),
                        configuration.timeouts().pongTimeout(),
                        SweepSchedule.longestStep(configuration.timeouts().pongTimeout())),
                new SharedState(
                        new BufferBudget(configuration.bufferBudget(), counters),
                        admission,
                        counters,
                        cluster == null ? null : cluster.interest()),
                configuration.handler(),
                AcceptingPorts::retryAfter,
                nanoTime);
        for (EventExecutor executor : group) {
            ConnectionLoop loop = new ConnectionLoop((IoEventLoop) executor, settings);
            loop.hostId(configuration.hostId());
            if (tls != null) {
                loop.secure(tls.context());
            }
            loops.add(loop);
        }
        this.broadcast = new Broadcast(List.copyOf(loops));
        this.fanout = new Fanout(List.copyOf(loops), counters);
        this.drain = new Drain(loops, admission, DRAIN_PATIENCE, System::nanoTime);
        this.move = new Move(loops, admission, System::nanoTime, RandomGenerator.getDefault());
        this.rotation = new HostRotation(Rotation.of(admission.cap()), System::nanoTime);
    }

    /**
     * Starts it; returns when every port is listening.
     *
     * @param host what the kernel has granted
     * @throws dev.mooring.capacity.unit.RefusedException when a port cannot be opened, or a message of the largest size
     *     would not fit into the budget; nothing is left open then
     */
    public static RunningServer start(ServerConfiguration configuration, GrantedHost host) {
        return start(configuration, host, System::nanoTime, null);
    }

    /** Starts one that acts with others, as far as the engine reaches. */
    public static RunningServer start(ServerConfiguration configuration, GrantedHost host, @Nullable Engine engine) {
        return start(configuration, host, System::nanoTime, engine);
    }

    /**
     * Starts it with another clock.
     *
     * @param nanoTime the time that its connections have: for a handshake, a pong, a Close, and what waits for them
     */
    public static RunningServer start(ServerConfiguration configuration, GrantedHost host, LongSupplier nanoTime) {
        return start(configuration, host, nanoTime, null);
    }

    private static RunningServer start(
            ServerConfiguration configuration, GrantedHost host, LongSupplier nanoTime, @Nullable Engine engine) {
        Epoll.ensureAvailability();
        PeerMemory.requireRoomFor(configuration.maxMessage(), configuration.bufferBudget());
        AcceptingPorts.requireFree(configuration);
        RunningServer server = of(configuration, host, nanoTime, engine);
        try {
            server.listen();
        } catch (RuntimeException failed) {
            server.close();
            throw failed;
        }
        return server;
    }

    /** One that does not listen yet. What its certificates take is given back when it cannot be made. */
    private static RunningServer of(
            ServerConfiguration configuration, GrantedHost host, LongSupplier nanoTime, @Nullable Engine engine) {
        ServerTls tls = configuration
                .tls()
                .map(settings -> new ServerTls(settings, InstantSource.system()))
                .orElse(null);
        boolean made = false;
        try {
            RunningServer server = new RunningServer(configuration, host, nanoTime, tls, engine);
            made = true;
            return server;
        } finally {
            if (!made && tls != null) {
                tls.close();
            }
        }
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
    public boolean proxyHeaderRequired() {
        return configuration.proxyHeaderRequired();
    }

    @Override
    public int maxConnections() {
        return admission.cap();
    }

    @Override
    public int connections() {
        return admission.open();
    }

    @Override
    public Optional<WebSocket> find(String id) {
        return ConnectionLoop.find(id, loops).map(WebSocket.class::cast);
    }

    @Override
    public Optional<RemoteConnection> findElsewhere(String id) {
        return cluster == null ? Optional.empty() : cluster.find(id);
    }

    @Override
    public CompletableFuture<Void> settled(Audience audience) {
        return cluster == null ? CompletableFuture.completedFuture(null) : cluster.settled(audience);
    }

    @Override
    public boolean spansHosts() {
        return cluster != null;
    }

    @Override
    public void keepTimes() {
        ConnectionLoop.keepTimes();
    }

    @Override
    public PortRange ports() {
        return configuration.ports();
    }

    @Override
    public Optional<String> reloadCertificates() {
        return Optional.ofNullable(tls).map(ServerTls::reload);
    }

    @Override
    public Optional<InetSocketAddress> adminAddress() {
        return Optional.ofNullable(admin).map(AdminServer::boundAddress);
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
    public List<Duration> silences() {
        return loops.stream().map(ConnectionLoop::silence).toList();
    }

    @Override
    public CompletableFuture<Integer> broadcast(MessageType type, byte[] payload) {
        return broadcast.send(type, payload);
    }

    @Override
    public CompletableFuture<Integer> publish(Audience audience, MessageType type, ByteBuffer payload) {
        return cluster == null ? fanout.publish(audience, type, payload) : cluster.publish(audience, type, payload);
    }

    @Override
    public CompletableFuture<Integer> count(Audience audience) {
        return fanout.count(audience);
    }

    @Override
    public OptionalLong certificateDays() {
        return tls == null ? OptionalLong.empty() : OptionalLong.of(tls.days());
    }

    @Override
    public List<Figure> figures() {
        List<Figure> figures = new ArrayList<>(configuration.handler().figures());
        if (tls != null) {
            figures.addAll(tls.figures(counters));
        }
        if (cluster != null) {
            figures.addAll(cluster.figures());
        }
        return figures;
    }

    @Override
    public Duration drainWindow() {
        return configuration.drainWindow();
    }

    @Override
    public Optional<Duration> drain() {
        return drain(drainWindow());
    }

    @Override
    public synchronized Optional<Duration> drain(Duration window) {
        DurationText.requireWithin("window", window, Duration.ZERO, DurationText.MAX);
        phase = Phase.DRAINING;
        move.stop();
        return drain.start(configuration.drainDelay(), window);
    }

    @Override
    public synchronized boolean move(int connections, Duration window) {
        if (phase == Phase.DRAINING) {
            return false;
        }
        rotation.moves(window.multipliedBy(2));
        move.start(connections, window);
        return true;
    }

    @Override
    public HostRotation.State rotation() {
        return rotation.look(admission.open());
    }

    @Override
    public CompletableFuture<Void> drained() {
        return drain.over();
    }

    @Override
    public void close() {
        if (cluster != null) {
            cluster.close();
        }
        if (admin != null) {
            admin.close();
        }
        if (health != null) {
            health.close();
        }
        Future<?> end = group.shutdownGracefully(0, 2, TimeUnit.SECONDS);
        if (end.awaitUninterruptibly(3, TimeUnit.SECONDS)) {
            ended();
        } else {
            // A handler holds one up, perhaps in the middle of what waits: that is given up when it has ended.
            end.addListener(_ -> ended());
        }
        reserve.release();
    }

    private void ended() {
        loops.forEach(ConnectionLoop::ended);
        if (tls != null) {
            tls.close();
        }
    }

    private void listen() {
        if (cluster != null) {
            cluster.join(loops, fanout);
        }
        reserve.hold();
        AcceptingPorts ports = new AcceptingPorts(configuration, counters, reserve);
        for (ConnectionLoop loop : loops) {
            loop.start();
            ports.open(loop);
        }
        phase = Phase.SERVING;
        configuration
                .admin()
                .ifPresent(address -> admin = AdminServer.start(address, this, configuration.maxMessage()));
        configuration.health().ifPresent(address -> health = HealthServer.start(address, this));
    }
}
