package dev.mooring.hosttuning.host;

import dev.mooring.capacity.unit.DurationText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** This machine. The script runs in {@code /bin/sh -c} with the rights of the caller. */
public final class LocalHost implements Host {
    public static final String NAME = "localhost";

    private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(20);
    private static final int MAX_OUTPUT_BYTES = 4 << 20;

    private final Duration limit;

    /** With the usual time limit of 20 s. */
    public LocalHost() {
        this(DEFAULT_LIMIT);
    }

    /**
     * This machine.
     *
     * @param limit what a script may take; it and what it started are ended then
     */
    public LocalHost(Duration limit) {
        this.limit = limit;
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * Runs the script.
     *
     * @throws HostUnreachableException also when it prints more than 4 MiB, or does not end in time
     */
    @Override
    public HostReply run(String script) throws HostUnreachableException {
        try {
            Process shell = new ProcessBuilder("/bin/sh", "-c", script)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            shell.getOutputStream().close();
            return reply(shell);
        } catch (IOException failure) {
            throw new HostUnreachableException("/bin/sh could not be started: " + failure.getMessage(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new HostUnreachableException("The check was interrupted", interrupted);
        }
    }

    private HostReply reply(Process shell) throws InterruptedException, HostUnreachableException {
        CompletableFuture<HostReply> reply = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (InputStream output = shell.getInputStream()) {
                byte[] printed = output.readNBytes(MAX_OUTPUT_BYTES + 1);
                if (printed.length > MAX_OUTPUT_BYTES) {
                    throw new IOException("it printed more than 4 MiB");
                }
                reply.complete(new HostReply(new String(printed, StandardCharsets.UTF_8), shell.waitFor()));
            } catch (IOException | InterruptedException failure) {
                reply.completeExceptionally(failure);
            }
        });
        try {
            return reply.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new HostUnreachableException(
                    "The check took longer than " + DurationText.format(limit)
                            + "; raise --timeout, or look for what is slow on this machine",
                    late);
        } catch (ExecutionException failed) {
            Throwable cause = Optional.ofNullable(failed.getCause()).orElse(failed);
            throw new HostUnreachableException("The check failed: " + cause.getMessage(), cause);
        } finally {
            // What it started may hold on to its output. What root started stays; nobody waits for it.
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly();
        }
    }
}
