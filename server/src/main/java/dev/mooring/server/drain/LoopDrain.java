package dev.mooring.server.drain;

import dev.mooring.server.CloseCode;
import dev.mooring.server.connection.Connection;
import dev.mooring.server.connection.ConnectionLoop;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The drain of one event loop: 1012 to each of its connections, spread over the window. RFC 6455 section 7.4, IANA 1012.
 *
 * <p>Confined to its loop but for the two ways in. Cost: four bytes per connection and a timer of 20 ms, until everybody
 * was told or has left.
 */
final class LoopDrain {
    private static final Duration STEP = Duration.ofMillis(20);
    /** Told in one turn of the loop, some 5 ms: between two turns it hears those who answer, and does all else. */
    static final int SLICE = 500;

    private final ConnectionLoop loop;
    private final DrainPace pace;
    private final LongSupplier nanoTime;
    private final Consumer<Throwable> failed;
    private Connection[] connections = {};
    private int next;
    /** Who are to be told by now and have not been. */
    private int owed;

    private boolean atOnce;

    /** @param failed told of everything that throws; called on the loop, perhaps more than once */
    LoopDrain(ConnectionLoop loop, DrainPace pace, LongSupplier nanoTime, Consumer<Throwable> failed) {
        this.loop = loop;
        this.pace = pace;
        this.nanoTime = nanoTime;
        this.failed = failed;
    }

    /** Begins after the delay, once nobody is admitted any more. From any thread. */
    void start(Duration delay) {
        loop.execute(() -> later(delay));
    }

    /** Shortens a drain that was started. From any thread. */
    void endBy(long end) {
        loop.execute(() -> pace.endBy(end));
    }

    private void later(Duration delay) {
        loop.later(this::step, delay);
    }

    private void step() {
        if (loop.open() == 0) {
            return;
        }
        try {
            int open = loop.open();
            owed = Math.min(owed, open);
            owed += atOnce ? open - owed : pace.due(open - owed, nanoTime.getAsLong());
            tell(Math.min(owed, SLICE));
        } catch (RuntimeException | Error broken) {
            // A Close that comes too soon is better than none.
            atOnce = true;
            failed.accept(broken);
        }
        later(owed > 0 ? Duration.ZERO : STEP);
    }

    private void tell(int due) {
        int told = 0;
        owed -= due;
        while (told < due && loop.open() > 0) {
            if (next == connections.length) {
                connections = loop.snapshot();
                next = 0;
            }
            Connection connection = connections[next++];
            if (connection.open()) {
                told++;
                tell(connection);
            }
        }
    }

    /** One for which that throws ends, and the others are told. */
    static void tell(Connection connection) {
        try {
            connection.close(CloseCode.SERVICE_RESTART, "restart");
        } catch (RuntimeException | Error broken) {
            connection.broken(broken);
        }
    }
}
