package dev.mooring.server.conversation;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.server.WebSocketHandler;
import dev.mooring.server.accept.Listener;
import dev.mooring.server.accept.ListeningSockets;
import dev.mooring.server.accept.ReserveDescriptor;
import dev.mooring.server.broadcast.Broadcast;
import dev.mooring.server.connection.Admission;
import dev.mooring.server.connection.BufferBudget;
import dev.mooring.server.connection.Connection;
import dev.mooring.server.connection.ConnectionLimits;
import dev.mooring.server.connection.ConnectionLoop;
import dev.mooring.server.connection.Entrance;
import dev.mooring.server.connection.LoopSettings;
import dev.mooring.server.connection.PingTiming;
import dev.mooring.server.connection.SharedState;
import dev.mooring.server.drain.Drain;
import dev.mooring.server.fanout.Fanout;
import dev.mooring.server.frame.FrameLimits;
import dev.mooring.server.functional.TestServer;
import dev.mooring.server.keepalive.SweepSchedule;
import dev.mooring.server.metrics.ServerCounters;
import dev.mooring.server.topic.TopicLimits;
import io.netty.channel.IoRegistration;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One event loop with real sockets, turned by the thread of the test, with a clock that the test turns: between two turns
 * nothing happens, so a seed says all that does.
 */
final class SteppedLoop implements AutoCloseable {
    /** A silent peer is pinged after this, and dropped another such time later. */
    static final Duration KEEPALIVE = Duration.ofMillis(200);

    private static final Duration NEVER = Duration.ofHours(1);
    private static final Bytes ENOUGH = Bytes.mebi(128);
    /** Of a connection to the narrow port: the least that Linux grants. */
    private static final int NARROW_SEND_BUFFER = 4_608;

    private final MockTicker ticker = Ticker.newMockTicker();
    private final ServerCounters counters = new ServerCounters();
    private final Admission admission = new Admission(10_000);
    private final ReserveDescriptor reserve = new ReserveDescriptor();
    private final ManualIoEventLoop eventLoop;
    private final WatchedEpoll epoll;
    private final ConnectionLoop loop;
    private final Broadcast broadcast;
    private final Fanout fanout;
    private final InetSocketAddress wide;
    private final InetSocketAddress narrow;
    private boolean unschedulable;

    /**
     * Starts it.
     *
     * @param onFailure told who lost the rest of a write to {@link WatchedEpoll#failNext}, and who was handled then
     */
    SteppedLoop(WebSocketHandler handler, BiConsumer<Connection, @Nullable Connection> onFailure) {
        this(handler, onFailure, KEEPALIVE, KEEPALIVE, NEVER);
    }

    /**
     * Starts it.
     *
     * @param pongTimeout four ticks, of which one is half a second at most, as a sixteenth of the keepalive is
     * @param slowTimeout of messages and queues
     */
    SteppedLoop(
            WebSocketHandler handler,
            BiConsumer<Connection, @Nullable Connection> onFailure,
            Duration keepalive,
            Duration pongTimeout,
            Duration slowTimeout) {
        Epoll.ensureAvailability();
        AtomicReference<@Nullable WatchedEpoll> made = new AtomicReference<>();
        eventLoop = new ManualIoEventLoop(
                null,
                Thread.currentThread(),
                executor -> {
                    WatchedEpoll watched =
                            new WatchedEpoll(EpollIoHandler.newFactory().newHandler(executor), onFailure);
                    made.set(watched);
                    return watched;
                },
                new FailingTicker());
        epoll = required(made::get);
        loop = new ConnectionLoop(eventLoop, settings(handler, keepalive, pongTimeout, slowTimeout));
        broadcast = new Broadcast(List.of(loop));
        fanout = new Fanout(List.of(loop), counters, ticker::nanoTime);
        loop.start();
        wide = listen("127.0.0.1", 0);
        narrow = listen("127.0.0.2", NARROW_SEND_BUFFER);
        turn();
    }

    private LoopSettings settings(
            WebSocketHandler handler, Duration keepalive, Duration pongTimeout, Duration slowTimeout) {
        ConnectionLimits limits = ConnectionLimits.of(TestServer.configuration("--compression=on"));
        return new LoopSettings(
                new ConnectionLimits(
                        FrameLimits.DEFAULT,
                        limits.handshake(),
                        NEVER,
                        ENOUGH,
                        slowTimeout,
                        new TopicLimits(TopicLimits.DEFAULT_TOPICS, Bytes.mebi(1))),
                new PingTiming(keepalive, pongTimeout, SweepSchedule.longestStep(pongTimeout)),
                new SharedState(new BufferBudget(ENOUGH, counters), admission, counters),
                handler,
                () -> Duration.ofSeconds(5),
                ticker::nanoTime);
    }

    ServerCounters counters() {
        return counters;
    }

    Admission admission() {
        return admission;
    }

    WatchedEpoll epoll() {
        return epoll;
    }

    ConnectionLoop loop() {
        return loop;
    }

    Fanout fanout() {
        return fanout;
    }

    Broadcast broadcast() {
        return broadcast;
    }

    /** Tells everybody to leave, over no time at all. */
    void drainAtOnce() {
        new Drain(List.of(loop), admission, NEVER, ticker::nanoTime).start(Duration.ZERO, Duration.ZERO);
    }

    /** Where connections get what the kernel gives by itself. */
    InetSocketAddress wide() {
        return wide;
    }

    /** Where the kernel keeps little for a peer that does not read. */
    InetSocketAddress narrow() {
        return narrow;
    }

    /** Runs on the loop in its next turn. */
    void execute(Runnable task) {
        eventLoop.execute(task);
    }

    /** Nothing can be scheduled from now on, for want of memory. */
    void failScheduling(boolean fail) {
        unschedulable = fail;
    }

    /** One turn: what epoll reports, then the tasks that are due; returns how many events there were. */
    long turn() {
        long before = epoll.events();
        eventLoop.runNow();
        return epoll.events() - before;
    }

    /** Turns until epoll has reported something, for what is on its way: loopback may deliver later, on a busy machine. */
    void turnUntilHeard() {
        while (turn() == 0) {
            Thread.onSpinWait();
        }
    }

    void pass(Duration time) {
        ticker.advance(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        Future<?> ended = eventLoop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        while (!ended.isDone()) {
            eventLoop.runNow();
            pass(KEEPALIVE);
        }
        loop.ended();
    }

    private InetSocketAddress listen(String address, int sendBuffer) {
        try {
            InetSocketAddress place = new InetSocketAddress(InetAddress.getByName(address), TestServer.freePort());
            LinuxSocket socket = ListeningSockets.open(place.getAddress(), place.getPort());
            if (sendBuffer > 0) {
                // Accepted sockets inherit it.
                socket.setSendBufferSize(sendBuffer);
            }
            Listener listener =
                    new Listener(socket, loop, Entrance.PLAIN, counters, () -> Duration.ofSeconds(5), reserve);
            IoRegistration registration =
                    required(() -> eventLoop.register(listener).getNow());
            listener.start(registration);
            return place;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The first that a task asks for when it is scheduled is the time. */
    private final class FailingTicker implements Ticker {
        @Override
        public long initialNanoTime() {
            return ticker.initialNanoTime();
        }

        @Override
        public long nanoTime() {
            if (unschedulable) {
                throw new Thrown.FullHeap();
            }
            return ticker.nanoTime();
        }

        @Override
        public void sleep(long delay, TimeUnit unit) throws InterruptedException {
            ticker.sleep(delay, unit);
        }
    }

    private static <T> T required(Supplier<@Nullable T> wanted) {
        T found = wanted.get();
        if (found == null) {
            throw new AssertionError("the event loop did not make it at once");
        }
        return found;
    }
}
