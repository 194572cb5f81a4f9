package dev.mooring.server.connection;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * At most one log line a second for something that peers can cause at will; what was left out is counted in the next.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class LogLimit {
    private static final Logger LOG = LoggerFactory.getLogger("mooring");
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanoTime;
    private boolean silent;
    private long lastLine;
    private long leftOut;

    public LogLimit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    public void warn(String message, @Nullable Throwable cause) {
        long now = nanoTime.getAsLong();
        if (silent && now - lastLine < PAUSE) {
            leftOut++;
            return;
        }
        silent = true;
        lastLine = now;
        if (leftOut > 0) {
            LOG.warn("{} ({} like it were not logged)", message, leftOut, cause);
        } else {
            LOG.warn(message, cause);
        }
        leftOut = 0;
    }
}
