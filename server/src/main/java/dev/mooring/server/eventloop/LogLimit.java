package dev.mooring.server.eventloop;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * At most one log line a second for each thing that peers can cause at will; what was left out is counted in the next line
 * of its kind. Alike are the same sentence with the same class of exception, so that a flood of one hides no other.
 *
 * <p>Not thread-safe: one per event loop. Memory: some 100 bytes for each kind seen, at most {@link #MAX_KINDS}; those beyond
 * share one line a second.
 */
public final class LogLimit {
    private static final Logger LOG = LoggerFactory.getLogger("mooring");
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);
    private static final int MAX_KINDS = 64;
    private static final Kind OTHERS = new Kind("", null);

    private final LongSupplier nanoTime;
    private final Map<Kind, Line> lines = new HashMap<>();

    public LogLimit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Logs a warning, or counts it.
     *
     * @param message a sentence that is the same for all of its kind: no names, no numbers
     */
    public void warn(String message, @Nullable Throwable cause) {
        long now = nanoTime.getAsLong();
        Line line = lineOf(new Kind(message, cause == null ? null : cause.getClass()), now);
        if (line.leftOut < 0 || now - line.last >= PAUSE) {
            say(message, Math.max(0, line.leftOut), cause);
            line.leftOut = 0;
            line.last = now;
        } else {
            line.leftOut++;
        }
    }

    private Line lineOf(Kind kind, long now) {
        if (!lines.containsKey(kind) && lines.size() >= MAX_KINDS) {
            return lines.computeIfAbsent(OTHERS, _ -> new Line(now));
        }
        return lines.computeIfAbsent(kind, _ -> new Line(now));
    }

    private static void say(String message, long leftOut, @Nullable Throwable cause) {
        if (leftOut > 0) {
            LOG.warn("{} ({} like it were not logged)", message, leftOut, cause);
        } else {
            LOG.warn(message, cause);
        }
    }

    private record Kind(String message, @Nullable Class<?> cause) {}

    private static final class Line {
        private long last;
        /** Below 0 until the first line is said. */
        private long leftOut = -1;

        private Line(long now) {
            last = now;
        }
    }
}
