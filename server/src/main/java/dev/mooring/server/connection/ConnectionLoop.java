package dev.mooring.server.connection;

import dev.mooring.server.MessageType;
import dev.mooring.server.frame.FrameEncoder;
import dev.mooring.server.frame.Opcode;
import dev.mooring.server.keepalive.DeadlineQueue;
import dev.mooring.server.keepalive.KeepaliveWheel;
import dev.mooring.server.keepalive.LoopClock;
import dev.mooring.server.keepalive.SweepSchedule;
import dev.mooring.server.metrics.RefusalReason;
import dev.mooring.server.metrics.ServerCounters;
import io.netty.channel.IoEventLoop;
import io.netty.channel.unix.Buffer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One event loop and all that its connections share: a read buffer, a write buffer, a decoder, the keepalive wheel.
 *
 * <p>All methods but the constructor run on the loop's thread. A tick of 10 to 500 ms sends the pings that are due and
 * looks at the deadlines that are up; there is no other timer.
 */
public final class ConnectionLoop {
    private static final ByteBuffer NO_PAYLOAD = ByteBuffer.allocate(0);

    final IoEventLoop eventLoop;
    final ConnectionLimits limits;
    final WatchedHandler handler;
    final ServerCounters counters;
    final Admission admission;
    final LoopClock clock;
    final BufferBudget budget;
    final Duration pongTimeout;
    final PeerWindow window = new PeerWindow();
    final OutboundQueues queues;
    final Output output;
    final Input input;
    final KeepaliveWheel<Connection> connections = new KeepaliveWheel<>();
    final DeadlineQueue<Connection> pongDeadlines;
    final DeadlineQueue<Connection> closeDeadlines =
            new DeadlineQueue<>(ConnectionLimits.CLOSE_TIMEOUT, Connection::unended);

    /** Connections that are neither told nor telling to leave. */
    int open;

    private final DeadlineQueue<Connection> proxyDeadlines =
            new DeadlineQueue<>(ConnectionLimits.PROXY_HEADER_TIMEOUT, Connection::opening);
    private final DeadlineQueue<Connection> handshakeDeadlines;
    /** Those that were answered with an HTTP error and have not left yet; they make room before anybody else. */
    private final DeadlineQueue<Connection> farewells =
            new DeadlineQueue<>(ConnectionLimits.CLOSE_TIMEOUT, Connection::unended);

    final PartialMessages partial;
    final FullConnections full;
    final HandOver handOver;
    private @Nullable LoopTopics topics;
    private final Opening opening;
    private final SweepSchedule schedule;
    private final ByteBuffer ping = FrameEncoder.emptyPing();
    private final long pingAddress = Buffer.memoryAddress(ping);
    private final LogLimit log;
    /** Sent in this tick. */
    private int pings;
    /** Of those, the ones sent before their time. */
    private int earlyPings;
    /** Received since the last tick. */
    private int pongs;

    public ConnectionLoop(IoEventLoop eventLoop, LoopSettings settings) {
        this.eventLoop = eventLoop;
        this.limits = settings.limits();
        this.handler = new WatchedHandler(settings.handler());
        this.counters = settings.counters();
        this.admission = settings.admission();
        this.clock = new LoopClock(settings.nanoTime(), settings.longestStep());
        this.budget = settings.budget();
        this.pongDeadlines = new DeadlineQueue<>(settings.pongTimeout(), Connection::keepsPongDeadline);
        this.handshakeDeadlines = new DeadlineQueue<>(limits.handshakeTimeout(), Connection::opening);
        this.schedule = new SweepSchedule(settings.keepalive(), settings.pongTimeout(), clock.now());
        this.pongTimeout = settings.pongTimeout();
        this.queues = new OutboundQueues(this);
        this.output = new Output(queues);
        this.partial = new PartialMessages(this);
        this.full = new FullConnections(limits.outbound().count(), queues);
        this.handOver = new HandOver(this);
        this.opening = new Opening(this, output, settings.retryAfter());
        this.input = new Input(partial, output, opening);
        this.log = new LogLimit(settings.nanoTime());
    }

    /** Starts the ticking. */
    public void start() {
        eventLoop.execute(this::tick);
    }

    /**
     * Takes over an accepted descriptor. One system call: epoll_ctl. When the process holds as many sockets as it may, the
     * oldest stranger of this loop is answered 503 and makes room; it may be this one.
     */
    public void accepted(int descriptor, boolean proxyHeaderRequired) {
        counters.accepted.increment();
        admission.arrived();
        Connection connection =
                new Connection(descriptor, this, proxyHeaderRequired ? Phase.PROXY_HEADER : Phase.HANDSHAKE);
        try {
            connection.registered(EpollRefusal.granted(eventLoop.register(connection)));
        } catch (RuntimeException refused) {
            warn(EpollRefusal.sentence(refused), refused);
            connection.epollRefused();
            return;
        }
        // Not the last tick's time: half a second is more than some timeouts.
        long now = clock.present();
        handshakeDeadlines.add(connection, now);
        if (proxyHeaderRequired) {
            proxyDeadlines.add(connection, now);
        }
        opening.arrived();
        RefusalReason crowded = admission.crowded();
        while (crowded != null && !strangerPays(crowded)) {
            crowded = admission.crowded();
        }
    }

    /** Ends strangers until one descriptor is free; false when no stranger of this loop is left. */
    public boolean makeRoom() {
        while (farewells.oldest() != null || handshakeDeadlines.oldest() != null) {
            if (strangerPays(RefusalReason.DESCRIPTORS)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Ends the stranger of this loop that has been there longest, those first that have had their answer.
     *
     * @return false when the one that was to go is a WebSocket now, so that its socket stays; true when one has gone, or
     *     none is left
     */
    private boolean strangerPays(RefusalReason reason) {
        Connection answered = farewells.oldest();
        if (answered != null) {
            answered.lost();
            return true;
        }
        Connection oldest = handshakeDeadlines.oldest();
        return oldest == null || opening.crowdedOut(oldest, reason);
    }

    /** Another stranger needs memory; false when nobody but itself has been here for longer. */
    boolean strangerPaysForMemory() {
        Connection oldest = farewells.oldest() == null ? handshakeDeadlines.oldest() : null;
        if (oldest != null && opening.isReading(oldest)) {
            return false;
        }
        boolean somebody = farewells.oldest() != null || oldest != null;
        boolean _ = strangerPays(RefusalReason.MEMORY);
        return somebody;
    }

    /** A stranger has gone, or is a WebSocket now. */
    void departed() {
        admission.departed();
        opening.departed();
    }

    /** Gives up everything that is held for a connection that ends. */
    void forget(Connection connection) {
        opening.forget(connection);
        partial.forget(connection);
        queues.forget(connection);
        full.forget(connection);
        if (topics != null) {
            topics.forget(connection);
        }
    }

    /** What the connections of this loop hear; made at the first call. */
    public LoopTopics topics() {
        LoopTopics made = topics;
        if (made == null) {
            made = new LoopTopics(limits.topics(), counters);
            topics = made;
        }
        return made;
    }

    /** Whether any connection of this loop ever heard a topic. */
    public boolean hasTopics() {
        return topics != null;
    }

    /**
     * Encodes a message for many connections, of any loop.
     *
     * @return empty when there is no memory for it at this moment
     * @throws IllegalArgumentException when there can never be
     */
    public Optional<SharedFrame> share(MessageType type, byte[] payload) {
        int bytes = SharedFrame.lengthOf(payload);
        if (!budget.queues.couldHold(bytes)) {
            throw new IllegalArgumentException("a message of " + bytes + " bytes is more than the memory for queues");
        }
        if (!budget.queues.hasRoom(bytes)) {
            budget.queues.askLargest();
            return Optional.empty();
        }
        boolean _ = budget.queues.charge(bytes);
        boolean made = false;
        try {
            SharedFrame frame = new SharedFrame(type, payload, budget.queues);
            made = true;
            return Optional.of(frame);
        } finally {
            if (!made) {
                budget.queues.release(bytes);
            }
        }
    }

    /** What may wait for a peer that does not read, in bytes. */
    public long outboundLimit() {
        return limits.outbound().count();
    }

    /** How long a peer may take for a frame: the slow timeout, and what it takes a slow reader. */
    public Duration timeFor(SharedFrame frame) {
        return limits.slowTimeout()
                .plusMillis(1_000L
                        * frame.length()
                        / ConnectionLimits.MIN_PACE.perSecond().count());
    }

    /** A connection whose last words are sent has two seconds to leave. */
    void lingering(Connection connection) {
        (connection.moored() ? closeDeadlines : farewells).add(connection, clock.present());
    }

    /** How many connections are open and not closing. */
    public int open() {
        return open;
    }

    /** Every connection of this loop that is a WebSocket, at this moment. */
    public Connection[] snapshot() {
        return connections.snapshot(new Connection[0]);
    }

    /** Runs a task on this loop after a while; what it throws is logged. */
    public void later(Runnable task, Duration delay) {
        ScheduledFuture<?> _ = eventLoop.schedule(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException | Error broken) {
                        log.warn("a task of an event loop failed", broken);
                    }
                },
                delay.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    /** The connection of that id, if it lives and one of these loops has it. From any thread. */
    public static Optional<Connection> find(String id, List<ConnectionLoop> loops) {
        return ConnectionId.parse(id)
                .flatMap(ConnectionIds::find)
                .filter(connection -> loops.contains(connection.loop));
    }

    public IoEventLoop eventLoop() {
        return eventLoop;
    }

    /**
     * Sends the shared two-byte ping, or queues it behind what the peer has not taken.
     *
     * @return whether the pong's time begins: not while the ping waits, and not when the connection turned out to be gone
     */
    boolean ping(Connection connection) {
        if (connection.backedUp()) {
            queuePing(connection);
            return false;
        }
        int sent = Output.write(connection, pingAddress, 0, ping.limit());
        if (connection.ended()) {
            return false;
        }
        if (sent == 0) {
            queuePing(connection);
        } else if (sent < ping.limit()
                && !queues.rest(connection, ping, sent, ping.limit(), ping.limit() - sent, false)) {
            queues.outOfMemory(connection);
        } else {
            connection.pingSent();
            pings++;
        }
        return sent == ping.limit();
    }

    private void queuePing(Connection connection) {
        if (queues.frame(connection, Opcode.PING, NO_PAYLOAD)) {
            connection.pingSent();
            pings++;
        }
    }

    /** Costs an addition; the server's counters, an atomic addition each, are told once a tick. */
    void ponged() {
        pongs++;
    }

    /**
     * Logs what peers can cause at will: one line a second for each sentence and kind of exception. Throws nothing: a line
     * that cannot be written, for want of memory or descriptors, ends nobody's connection.
     */
    public void warn(String sentence, @Nullable Throwable cause) {
        try {
            log.warn(sentence, cause);
        } catch (RuntimeException | Error unwritten) {
            // There is nowhere to say it.
        }
    }

    private void tick() {
        later(this::tick, schedule.tick(connections.load()));
        long now = clock.advance();
        proxyDeadlines.expire(now, opening::proxyHeaderDue);
        handshakeDeadlines.expire(now, opening::due);
        closeDeadlines.expire(now, Closing::due);
        farewells.expire(now, Closing::due);
        partial.expire(now);
        queues.expire(now);
        full.look();
        pongDeadlines.expire(now, Liveness::due);
        connections.sweep(schedule.position(now), this::keepalive);
        count();
    }

    private void keepalive(Connection connection, boolean early) {
        int before = pings;
        Liveness.ping(connection);
        if (early) {
            earlyPings += pings - before;
        }
    }

    private void count() {
        counters.pingsSent.add(pings);
        counters.pingsEarly.add(earlyPings);
        counters.pongsReceived.add(pongs);
        pings = 0;
        earlyPings = 0;
        pongs = 0;
    }
}
