package dev.mooring.server.functional;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.connection.Admission;
import dev.mooring.server.connection.BufferBudget;
import dev.mooring.server.connection.ConnectionLimits;
import dev.mooring.server.connection.ConnectionLoop;
import dev.mooring.server.connection.Entrance;
import dev.mooring.server.connection.LoopSettings;
import dev.mooring.server.connection.PingTiming;
import dev.mooring.server.connection.SharedState;
import dev.mooring.server.handler.BuiltInHandler;
import dev.mooring.server.keepalive.SweepSchedule;
import dev.mooring.server.metrics.ServerCounters;
import dev.mooring.server.tls.handshake.TlsContext;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** An event loop with a listening socket whose clock stands still until the test turns it. It echoes. */
public final class TurnedLoop implements AutoCloseable {
    /** A step that a loop lets its clock make in one tick. */
    static final Duration STEP = Duration.ofSeconds(1);

    private static final Duration MAX_TICK = Duration.ofMillis(500);

    private final AtomicLong now = new AtomicLong();
    private final ServerCounters counters = new ServerCounters();
    private final MultiThreadIoEventLoopGroup group;
    private final Admission admission = new Admission(10_000);
    private final ConnectionLoop loop;
    private final int port;
    /** From one tick to the next, at most. */
    private final Duration tick;

    /**
     * Starts it.
     *
     * @param pongTimeout four ticks of real time, so a short one makes the test fast
     */
    public TurnedLoop(Duration keepalive, Duration pongTimeout, Duration slowTimeout) {
        this(keepalive, pongTimeout, STEP, slowTimeout);
    }

    /**
     * Starts it.
     *
     * @param longestStep the longest that its clock makes in one tick
     */
    TurnedLoop(Duration keepalive, Duration pongTimeout, Duration longestStep, Duration slowTimeout) {
        this(keepalive, pongTimeout, longestStep, slowTimeout, BuiltInHandler.ECHO);
    }

    /**
     * Starts it.
     *
     * @param handler instead of one that echoes
     */
    TurnedLoop(
            Duration keepalive,
            Duration pongTimeout,
            Duration longestStep,
            Duration slowTimeout,
            WebSocketHandler handler) {
        Epoll.ensureAvailability();
        group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        ConnectionLimits defaults = ConnectionLimits.of(TestServer.configuration());
        LoopSettings settings = new LoopSettings(
                new ConnectionLimits(
                        defaults.frames(),
                        defaults.handshake(),
                        defaults.handshakeTimeout(),
                        defaults.outbound(),
                        slowTimeout,
                        defaults.topics()),
                new PingTiming(keepalive, pongTimeout, longestStep),
                new SharedState(new BufferBudget(Bytes.mebi(32), counters), admission, counters),
                handler,
                () -> Duration.ofSeconds(5),
                now::get);
        loop = new ConnectionLoop(group.next(), settings);
        tick = new SweepSchedule(keepalive, pongTimeout, 0).tick(0);
        loop.start();
        port = listen(Entrance.PLAIN);
    }

    /** Speaks TLS on another port, and returns that; before the first connection. */
    public int secure(TlsContext context) {
        loop.eventLoop().submit(() -> loop.secure(context)).syncUninterruptibly();
        return listen(new Entrance(false, true));
    }

    public ConnectionLoop loop() {
        return loop;
    }

    Admission admission() {
        return admission;
    }

    ServerCounters counters() {
        return counters;
    }

    int port() {
        return port;
    }

    RawClient connect() {
        return RawClient.connect(port);
    }

    RawClient open() {
        return RawClient.connect(port).upgrade();
    }

    /** A client for which the kernel keeps little. */
    RawClient openNarrow() {
        return RawClient.connect(InetAddress.getLoopbackAddress(), port, 4_096).upgrade();
    }

    /** Returns when the loop is done with what it is doing now. */
    void settle() {
        group.submit(() -> {}).syncUninterruptibly();
    }

    /** Does something while the loop does nothing, so that it finds all of it at once. */
    void whileHeld(Runnable act) {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        loop.eventLoop().execute(() -> {
            held.countDown();
            Eventually.until(() -> over.getCount() == 0);
        });
        Eventually.until(() -> held.getCount() == 0);
        try {
            act.run();
        } finally {
            over.countDown();
        }
    }

    /** Turns the clock while the loop is held up, and returns when its next tick is due. */
    void turnHeldUp(Duration step) {
        now.addAndGet(step.toNanos());
        long start = System.nanoTime();
        Eventually.until(() -> System.nanoTime() - start > MAX_TICK.toNanos());
    }

    /** Turns the clock and returns after a tick that saw the new time and did what was due. */
    void turn(Duration step) {
        now.addAndGet(step.toNanos());
        // A tick that looked at the clock before is over.
        settle();
        // The next tick is due before a task that is scheduled now for a tick later, and both run on the loop.
        loop.eventLoop()
                .schedule(() -> {}, tick.toNanos(), TimeUnit.NANOSECONDS)
                .syncUninterruptibly();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private int listen(Entrance entrance) {
        return TestListener.start(loop, entrance, counters, () -> Duration.ofSeconds(5));
    }
}
