package dev.mooring.server.backend;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Does something later. */
@FunctionalInterface
interface Alarm {
    /** Runs the task after that time, on any thread; what is returned takes that back. */
    Runnable in(Duration time, Runnable task);

    /** One thread for all, while there is something to wait for. */
    static Alarm onThread() {
        ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
                1, task -> Thread.ofPlatform().daemon().name("backend-timeouts").unstarted(task));
        thread.setRemoveOnCancelPolicy(true);
        thread.setKeepAliveTime(10, TimeUnit.SECONDS);
        thread.allowCoreThreadTimeOut(true);
        return (time, task) -> {
            ScheduledFuture<?> later = thread.schedule(task, time.toNanos(), TimeUnit.NANOSECONDS);
            return () -> later.cancel(false);
        };
    }
}
