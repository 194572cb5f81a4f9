package dev.mooring.server.connection;

import io.netty.channel.IoEventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one event loop. Nothing that one of them throws leaves it: Netty logs what a task throws, and ends the loop,
 * with all its connections, when it has no memory to log it. And none is lost: one that cannot be scheduled for want of
 * memory is run with the next {@link #heartbeat}, which has its memory from the start.
 *
 * <p>Confined to the loop, but for {@link #execute} and {@link #later}. Cost: 1 KiB per loop.
 */
final class LoopTasks {
    /** More than a loop ever has at once. */
    private static final int MAX_UNSCHEDULED = 256;

    private final ConnectionLoop loop;
    private final IoEventLoop eventLoop;
    private final @Nullable Runnable[] unscheduled = new Runnable[MAX_UNSCHEDULED];
    private int waiting;

    LoopTasks(ConnectionLoop loop, IoEventLoop eventLoop) {
        this.loop = loop;
        this.eventLoop = eventLoop;
    }

    /**
     * Runs a task on the loop, behind those that wait.
     *
     * @throws RejectedExecutionException when the loop has ended
     */
    void execute(Runnable task) {
        eventLoop.execute(() -> run(task));
    }

    /** Runs the task again and again, with a pause in between. What it needs to be run is made here and now. */
    void heartbeat(Runnable task, Duration pause) {
        var _ = eventLoop.scheduleWithFixedDelay(
                () -> {
                    run(task);
                    runUnscheduled();
                },
                0,
                pause.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    /**
     * Runs a task after a while.
     *
     * @param cancelled is run instead when the loop ends before; null where nobody waits for the task
     */
    void later(Runnable task, Duration delay, @Nullable Runnable cancelled) {
        try {
            ScheduledFuture<?> scheduled = eventLoop.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
            if (cancelled != null) {
                scheduled.addListener(done -> {
                    if (done.isCancelled()) {
                        run(cancelled);
                    }
                });
            }
        } catch (RejectedExecutionException ended) {
            if (cancelled != null) {
                run(cancelled);
            }
        } catch (OutOfMemoryError noMemory) {
            if (waiting == MAX_UNSCHEDULED || !eventLoop.inEventLoop()) {
                throw noMemory;
            }
            unscheduled[waiting++] = task;
        }
    }

    private void runUnscheduled() {
        int count = waiting;
        for (int i = 0; i < count; i++) {
            Runnable task = unscheduled[i];
            unscheduled[i] = null;
            if (task != null) {
                run(task);
            }
        }
        // Those that could not be scheduled again meanwhile.
        System.arraycopy(unscheduled, count, unscheduled, 0, waiting - count);
        waiting -= count;
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable broken) {
            loop.warn("a task of an event loop failed", broken);
        }
    }
}
