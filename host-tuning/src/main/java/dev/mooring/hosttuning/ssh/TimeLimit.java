package dev.mooring.hosttuning.ssh;

import dev.mooring.hosttuning.host.HostUnreachableException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** A bound on work that may hang anywhere. The work has a virtual thread of its own and is left behind when late. */
record TimeLimit(Duration duration) {
    /**
     * @param late ends the work from outside, and says why
     */
    <R> R run(Callable<R> work, Supplier<HostUnreachableException> late) throws HostUnreachableException {
        FutureTask<R> task = new FutureTask<>(work);
        Thread.startVirtualThread(task);
        try {
            return task.get(duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw abandon(task, late);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw abandon(task, late);
        } catch (ExecutionException e) {
            throw reason(Objects.requireNonNull(e.getCause()));
        }
    }

    private static HostUnreachableException abandon(FutureTask<?> task, Supplier<HostUnreachableException> late) {
        HostUnreachableException sentence = late.get();
        task.cancel(true);
        return sentence;
    }

    private static HostUnreachableException reason(Throwable cause) {
        return switch (cause) {
            case HostUnreachableException sentence -> sentence;
            case RuntimeException defect -> throw defect;
            case Error defect -> throw defect;
            default -> new HostUnreachableException("The check was interrupted", cause);
        };
    }
}
