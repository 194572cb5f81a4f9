package dev.mooring.hosttuning.ssh;

import dev.mooring.hosttuning.host.HostUnreachableException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A child process that carries the session. Its standard error goes to ours: it is the only voice it has. */
final class CommandTransport extends Transport {
    private static final long UNTIL_EXIT_MILLIS = 1_000;

    private final List<String> words;
    private boolean closed;
    private @Nullable Process process;

    CommandTransport(List<String> words) {
        this.words = words;
    }

    @Override
    void open() throws HostUnreachableException {
        Process started = start();
        streams(started.getInputStream(), started.getOutputStream());
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** The end of its output is seen a moment before its exit code is there. */
    @Override
    Optional<String> ownEnd() {
        Process ending = started();
        try {
            if (ending == null
                    || !ending.waitFor(UNTIL_EXIT_MILLIS, TimeUnit.MILLISECONDS)
                    || ending.exitValue() == 0) {
                return Optional.empty();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        return Optional.of(name() + " exited with " + ending.exitValue() + "; read what it printed, or run it by hand");
    }

    @Override
    Optional<String> silentPart() {
        return Optional.of(name());
    }

    private String name() {
        return "proxy-command=" + words.getFirst();
    }

    private synchronized @Nullable Process started() {
        return process;
    }

    private synchronized Process start() throws HostUnreachableException {
        if (closed) {
            throw new HostUnreachableException("The session was closed before its proxy command started");
        }
        try {
            Process started = new ProcessBuilder(words)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            process = started;
            return started;
        } catch (IOException e) {
            throw new HostUnreachableException(name() + " cannot be started; install it, or give its full path", e);
        }
    }
}
