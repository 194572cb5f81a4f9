package dev.mooring.proof.rehearsal;

import dev.mooring.loadgenerator.run.StopSignal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM: a stop is requested, and the process ends when the program has ended its children and printed what
 * it has, with 130 or 143 as the virtual machine does.
 */
final class Interruption {
    private static final Duration DEADLINE = Duration.ofSeconds(15);

    private final StopSignal stop;
    private final CountDownLatch ended = new CountDownLatch(1);

    Interruption(StopSignal stop) {
        this.stop = stop;
    }

    /** From here on signals are heard. */
    void listen() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "interruption"));
    }

    /** Nothing is left to be ended or printed. */
    void ended() {
        ended.countDown();
    }

    StopSignal stop() {
        return stop;
    }

    private void stopAndWait() {
        stop.request();
        try {
            boolean _ = ended.await(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
