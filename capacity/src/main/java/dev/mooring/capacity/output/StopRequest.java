package dev.mooring.capacity.output;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A person's wish to end the run early. Thread-safe. */
public final class StopRequest {
    private final CountDownLatch requested = new CountDownLatch(1);

    public void request() {
        requested.countDown();
    }

    public boolean isRequested() {
        return requested.getCount() == 0;
    }

    /** Waits, but no longer than until the wish comes. */
    public void await(Duration time) throws InterruptedException {
        boolean early = requested.await(time.toNanos(), TimeUnit.NANOSECONDS);
        if (early) {
            // From here on callers still pace themselves, with short waits.
            TimeUnit.MILLISECONDS.sleep(Math.min(20, time.toMillis()));
        }
    }
}
