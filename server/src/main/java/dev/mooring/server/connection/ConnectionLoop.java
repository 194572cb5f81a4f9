package dev.mooring.server.connection;

import static java.util.Objects.requireNonNull;

import dev.mooring.server.MessageType;
import dev.mooring.server.eventloop.LogLimit;
import dev.mooring.server.keepalive.DeadlineQueue;
import dev.mooring.server.keepalive.KeepaliveWheel;
import dev.mooring.server.keepalive.LoopClock;
import dev.mooring.server.metrics.HandshakeFailure;
import dev.mooring.server.metrics.RefusalReason;
import dev.mooring.server.metrics.ServerCounters;
import dev.mooring.server.tls.handshake.TlsContext;
import dev.mooring.server.topic.TopicInterest;
import io.netty.channel.IoEventLoop;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One event loop and all that its connections share: a read buffer, a write buffer, a decoder, the keepalive wheel.
 *
 * <p>All methods but the constructor run on the loop's thread. A tick of 10 to 500 ms sends the pings that are due and
 * looks at the deadlines that are up; there is no other timer.
 */
public final class ConnectionLoop {
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
    final LoopWriter writer;
    final LoopReader reader;
    final KeepaliveWheel<Connection> connections = new KeepaliveWheel<>();
    final DeadlineQueue<Connection> pongDeadlines;
    final DeadlineQueue<Connection> closeDeadlines =
            new DeadlineQueue<>(ConnectionLimits.CLOSE_TIMEOUT, Connection::unended);

    /** Connections that are neither told nor telling to leave. */
    int open;

    final DeadlineQueue<Connection> proxyDeadlines =
            new DeadlineQueue<>(ConnectionLimits.PROXY_HEADER_TIMEOUT, Connection::opening);
    final DeadlineQueue<Connection> handshakeDeadlines;
    /** Those that were answered with an HTTP error and have not left yet; they make room before anybody else. */
    final DeadlineQueue<Connection> farewells =
            new DeadlineQueue<>(ConnectionLimits.CLOSE_TIMEOUT, Connection::unended);

    final PartialMessages partial;
    final FullConnections full;
    final HandOver handOver;
    private final @Nullable TopicInterest interest;
    private @Nullable LoopTopics topics;
    final HandshakeStep handshakeStep;
    final Pings pings;
    private final LogLimit log;
    private final LoopTasks tasks;
    private final List<LoopWork> works = new CopyOnWriteArrayList<>();
    private final LoopTicks ticks;
    private final Duration interval;
    private OptionalInt hostId = OptionalInt.empty();

    @Nullable
    LoopTls tls;

    public ConnectionLoop(IoEventLoop eventLoop, LoopSettings settings) {
        this.eventLoop = eventLoop;
        this.limits = settings.limits();
        this.handler = new WatchedHandler(settings.handler());
        this.counters = settings.shared().counters();
        this.admission = settings.shared().admission();
        this.interest = settings.shared().interest();
        this.log = new LogLimit(settings.nanoTime());
        this.tasks = new LoopTasks(this, eventLoop);
        this.clock = new LoopClock(settings.nanoTime(), settings.timing().longestStep());
        this.budget = settings.shared().budget();
        this.pongDeadlines = new DeadlineQueue<>(settings.timing().pongTimeout(), Connection::keepsPongDeadline);
        this.handshakeDeadlines = new DeadlineQueue<>(limits.handshakeTimeout(), Connection::opening);
        this.pongTimeout = settings.timing().pongTimeout();
        this.interval = settings.timing().keepalive();
        this.queues = new OutboundQueues(this);
        this.writer = new LoopWriter(queues, counters);
        this.partial = new PartialMessages(this);
        this.full = new FullConnections(limits.outbound().count(), queues);
        this.handOver = new HandOver(this);
        this.handshakeStep = new HandshakeStep(this, writer, settings.retryAfter());
        this.reader = new LoopReader(partial, writer, handshakeStep);
        this.pings = new Pings(queues, counters);
        this.ticks = new LoopTicks(this, settings);
        Ending.load();
    }

    /** What the host is called in ids; before the first connection. */
    public void hostId(OptionalInt number) {
        hostId = number;
    }

    /** Makes connections with TLS possible; before the first connection. */
    public void secure(TlsContext context) {
        tls = new LoopTls(this, context);
        reader.enlarge(LoopTls.ROOM);
    }

    LoopTls tls() {
        return requireNonNull(tls);
    }

    /** What the host is called in ids. */
    public int hostId() {
        return hostId.orElseGet(() -> HostNumber.OF_THIS_HOST);
    }

    /** Starts the ticking. */
    public void start() {
        ticks.start();
    }

    /**
     * Takes over an accepted descriptor. One system call: epoll_ctl. When the process holds as many sockets as it may, the
     * oldest stranger of this loop is answered 503 and makes room; it may be this one.
     */
    public void accepted(int descriptor, Entrance entrance) {
        counters.accepted.increment();
        Connection connection;
        try {
            Phase first = entrance.firstPhase();
            connection = entrance.tls() ? tls().connection(descriptor, first) : new Connection(descriptor, this, first);
        } catch (OutOfMemoryError noMemory) {
            counters.failed(HandshakeFailure.ERROR);
            Ending.giveBack(descriptor);
            throw noMemory;
        }
        admission.arrived();
        handshakeStep.arrived();
        try {
            begin(connection, entrance.proxyHeader());
        } catch (Throwable broken) {
            connection.broken(broken);
        }
    }

    private void begin(Connection connection, boolean proxyHeaderRequired) {
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
        return oldest == null || handshakeStep.crowdedOut(oldest, reason);
    }

    /** Another stranger needs memory; false when nobody but itself has been here for longer. */
    boolean strangerPaysForMemory() {
        Connection oldest = farewells.oldest() == null ? handshakeDeadlines.oldest() : null;
        if (oldest != null && handshakeStep.isReading(oldest)) {
            return false;
        }
        boolean somebody = farewells.oldest() != null || oldest != null;
        boolean _ = strangerPays(RefusalReason.MEMORY);
        return somebody;
    }

    /** A stranger has gone, or is a WebSocket now. */
    void departed() {
        admission.departed();
        handshakeStep.departed();
    }

    void forgetTopics(Connection connection) {
        if (topics != null) {
            topics.forget(connection);
        }
    }

    /** What the connections of this loop hear; made at the first call. */
    public LoopTopics topics() {
        LoopTopics made = topics;
        if (made == null) {
            made = new LoopTopics(limits.topics(), counters, interest);
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
     * @param payload its remaining bytes, which are copied and stay where they are
     * @param beside what its maker holds for it besides the frame, in bytes; charged with it, as long as it is
     * @return empty when there is no memory for it at this moment
     * @throws IllegalArgumentException when there can never be
     */
    public Optional<SharedFrame> share(MessageType type, ByteBuffer payload, long beside) {
        long bytes = SharedFrame.lengthOf(payload.remaining()) + beside;
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
            SharedFrame frame = new SharedFrame(type.opcode(), payload, budget.queues, bytes);
            made = true;
            return Optional.of(frame);
        } finally {
            if (!made) {
                budget.queues.release(bytes);
            }
        }
    }

    /** Charges what is kept for connections of this loop; below 0 to give it back. Others may have to pay. On the loop. */
    public void hold(long bytes) {
        queues.hold(bytes);
    }

    /** Nanoseconds of the loop's clock, which is blind to pauses of the process. On the loop. */
    public long now() {
        return clock.present();
    }

    /** Work of this loop that any thread may ask for; it is given up when the loop has ended. From any thread. */
    public LoopWork work(LoopWork.Source source) {
        LoopWork work = new LoopWork(this, source);
        works.add(work);
        return work;
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
        (connection.wasOpen() ? closeDeadlines : farewells).add(connection, clock.present());
    }

    /** How many connections are open and not closing. */
    public int open() {
        return open;
    }

    /** Every connection of this loop that is a WebSocket, at this moment. */
    public Connection[] snapshot() {
        return connections.snapshot(new Connection[0]);
    }

    /**
     * Runs a task on this loop, behind those that wait; what it throws is logged. From any thread.
     *
     * @throws java.util.concurrent.RejectedExecutionException when the loop has ended
     */
    public void execute(Runnable task) {
        tasks.execute(task);
    }

    /** Runs a task on this loop after a while, unless the loop ends before; what it throws is logged. */
    public void later(Runnable task, Duration delay) {
        tasks.later(task, delay, null);
    }

    /** The same for a task for which somebody waits: {@code cancelled} is run when the loop ends before. */
    public void later(Runnable task, Duration delay, Runnable cancelled) {
        tasks.later(task, delay, cancelled);
    }

    /** The loop has ended, and its connections with it: what waits for it is given up. From any thread. */
    public void ended() {
        works.forEach(LoopWork::abandon);
        writer.compression.end();
    }

    /** How long ago this loop turned last: half a second at most, unless it is held up or has ended. From any thread. */
    public Duration silence() {
        return ticks.silence();
    }

    LoopTasks tasks() {
        return tasks;
    }

    /** It is a WebSocket from now on, as far as pings go. */
    void moor(Connection connection) {
        ticks.add(connection);
    }

    /** Does what nobody could wake the loop for. */
    void lookForWork() {
        works.forEach(LoopWork::look);
    }

    /** A published message that a connection does not get. */
    public void undelivered() {
        counters.undelivered.increment();
    }

    /** Keeps when ids are drawn from now on. */
    public static void keepTimes() {
        ConnectionIds.keepTimes();
    }

    /** How long ago it was heard from or pinged, to a 256th of the keepalive. */
    Duration quiet(Connection connection) {
        return interval.multipliedBy(connections.sinceHeard(connection)).dividedBy(KeepaliveWheel.SLOTS);
    }

    /** The connection of that id, if it lives and one of these loops has it. From any thread. */
    public static Optional<Connection> find(String id, List<ConnectionLoop> loops) {
        return ConnectionId.parse(id)
                .flatMap(parsed ->
                        ConnectionIds.find(parsed).filter(connection -> connection.loop.hostId() == parsed.host()))
                .filter(connection -> connection.open() && loops.contains(connection.loop));
    }

    public IoEventLoop eventLoop() {
        return eventLoop;
    }

    /**
     * Logs what peers can cause at will: one line a second for each sentence and kind of exception. Throws nothing: a line
     * that cannot be written, for want of memory or descriptors, ends nobody's connection.
     */
    public void warn(String sentence, @Nullable Throwable cause) {
        try {
            log.warn(sentence, cause);
        } catch (Throwable unwritten) {
            // There is nowhere to say it.
        }
    }
}
