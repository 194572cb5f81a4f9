package dev.mooring.rehearsal;

import dev.mooring.capacity.output.StopRequest;
import dev.mooring.workbench.process.ChildProcesses;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM: a stop is requested, and the process ends when the program has ended its children and printed what
 * it has, with 130 or 143 as the virtual machine does. Children that have not ended in time are killed.
 */
final class OrderlyStop {
    private static final Duration DEADLINE = Duration.ofSeconds(15);

    private final StopRequest stop;
    private final ChildProcesses children;
    private final Duration deadline;
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * An interruption that is not yet heard.
     *
     * @param deadline for the program to end its children and print what it has
     */
    OrderlyStop(StopRequest stop, ChildProcesses children, Duration deadline) {
        this.stop = stop;
        this.children = children;
        this.deadline = deadline;
    }

    /** Of a program that has started nothing yet. */
    static OrderlyStop ofProgram() {
        return new OrderlyStop(new StopRequest(), ChildProcesses.withoutHook(), DEADLINE);
    }

    /** From here on signals are heard. */
    void listen() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "interruption"));
    }

    /** Nothing is left to be ended or printed. */
    void ended() {
        ended.countDown();
    }

    StopRequest stop() {
        return stop;
    }

    /** The processes that the program starts, and that it ends itself. */
    ChildProcesses children() {
        return children;
    }

    /** What a signal does. */
    void stopAndWait() {
        stop.request();
        try {
            if (!ended.await(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                children.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
