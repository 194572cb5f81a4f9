package dev.mooring.server.connection;

import dev.mooring.server.keepalive.SweepSchedule;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What an event loop does by the clock: the deadlines that are up, and the pings that are due.
 *
 * <p>Confined to the loop, but for {@link #silence}. Nothing that is thrown ends the ticking, nor keeps a step from its turn,
 * nor a connection from its. A heartbeat, whose memory is there from the start, comes as often as an idle loop has to look;
 * the ticks between two of them are scheduled one by one, and if there is no memory for one, the next heartbeat goes on.
 */
final class LoopTicks {
    private final ConnectionLoop loop;
    private final SweepSchedule schedule;
    private final LongSupplier nanoTime;
    private final long pauseNanos;
    private final Runnable[] steps;
    private final Runnable between = this::between;
    private boolean scheduled;
    private long lastHeartbeat;
    private long now;
    private volatile long lastTick;

    LoopTicks(ConnectionLoop loop, LoopSettings settings) {
        this.loop = loop;
        this.schedule = new SweepSchedule(
                settings.timing().keepalive(), settings.timing().pongTimeout(), loop.clock.now());
        this.nanoTime = settings.nanoTime();
        this.pauseNanos = schedule.tick(0).toNanos();
        this.lastTick = nanoTime.getAsLong();
        // Made once, as all that a tick needs: the want of memory is no reason to miss a ping.
        Consumer<Connection> proxyHeaderDue = guarded(loop.handshakeStep::proxyHeaderDue);
        Consumer<Connection> requestDue = guarded(loop.handshakeStep::due);
        Consumer<Connection> closeDue = guarded(Closing::due);
        Consumer<Connection> pongDue = guarded(Liveness::due);
        Expirations expirations = new Expirations(loop, InstantSource.system());
        this.steps = new Runnable[] {
            () -> scheduleNext(loop.connections.load()),
            () -> loop.proxyDeadlines.expire(now, proxyHeaderDue),
            () -> loop.handshakeDeadlines.expire(now, requestDue),
            () -> loop.closeDeadlines.expire(now, closeDue),
            () -> loop.farewells.expire(now, closeDue),
            () -> loop.partial.expire(now),
            () -> expireRecords(loop.tls),
            () -> loop.queues.expire(now),
            loop.full::look,
            expirations::look,
            () -> loop.pongDeadlines.expire(now, pongDue),
            () -> loop.connections.sweep(schedule.position(now), loop.pings::due),
            loop.pings::tellCounters,
            loop::lookForWork,
        };
    }

    /** From any thread. */
    void start() {
        loop.tasks().heartbeat(this::heartbeat, Duration.ofNanos(pauseNanos));
    }

    /** How long ago the last tick was, by the clock that the settings have. From any thread. */
    Duration silence() {
        return Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - lastTick));
    }

    /**
     * Adds a connection to the wheel. An idle loop ticks seldom: for the first one the time passes for which nobody was there,
     * and the ticks become as frequent as the pings need them.
     */
    void add(Connection connection) {
        if (loop.connections.size() > 0) {
            loop.connections.add(connection);
            return;
        }
        loop.connections.sweep(schedule.position(loop.clock.advance()), loop.pings::due);
        // Before it is added: one that is in the wheel counts.
        scheduleNext(1);
        loop.connections.add(connection);
    }

    private void heartbeat() {
        lastHeartbeat = nanoTime.getAsLong();
        tick();
    }

    private void between() {
        scheduled = false;
        tick();
    }

    private void tick() {
        now = loop.clock.advance();
        lastTick = nanoTime.getAsLong();
        take(steps, loop);
    }

    /** Takes each step, whatever one of them throws. */
    static void take(Runnable[] steps, ConnectionLoop loop) {
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (Throwable broken) {
                loop.warn("a step of a tick failed; the others were taken", broken);
            }
        }
    }

    /** Unless the heartbeat comes first, or a tick is scheduled already. */
    private void scheduleNext(int connections) {
        Duration next = schedule.tick(connections);
        if (!scheduled && lastHeartbeat + pauseNanos - nanoTime.getAsLong() > next.toNanos()) {
            loop.later(between, next);
            scheduled = true;
        }
    }

    private void expireRecords(@Nullable LoopTls tls) {
        if (tls != null) {
            tls.expire(now);
        }
    }

    private static Consumer<Connection> guarded(Consumer<Connection> act) {
        return connection -> {
            try {
                act.accept(connection);
            } catch (Throwable broken) {
                connection.broken(broken);
            }
        };
    }
}
