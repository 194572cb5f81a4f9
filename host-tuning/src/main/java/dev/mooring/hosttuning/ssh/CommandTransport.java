package dev.mooring.hosttuning.ssh;

import dev.mooring.hosttuning.host.HostUnreachableException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A child process that carries the session. Its standard error goes to ours: it is the only voice it has. */
final class CommandTransport extends Transport {
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
            throw new HostUnreachableException(
                    "proxy-command=" + words.getFirst() + " cannot be started; install it, or give its full path", e);
        }
    }
}
