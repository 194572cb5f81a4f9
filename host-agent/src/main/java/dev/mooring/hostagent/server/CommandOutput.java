package dev.mooring.hostagent.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a shell command left behind.
 *
 * @param code its exit code
 * @param printed its standard output, at most 4 MiB and a byte
 * @param complaint the end of its standard error
 */
record CommandOutput(int code, String printed, String complaint) {
    static final int MAX_BYTES = 4 << 20;

    /** The exit codes of {@code timeout}: it ended the command, or had to kill it. */
    private static final int ENDED = 124;

    private static final int KILLED = 137;
    /** Of the limit; what is left after being told to end gets so much more time before it is killed. */
    private static final int TO_KILL = 12;

    private static final int KEPT_COMPLAINT = 2000;

    /** Runs a command in {@code /bin/sh}. Whatever it does, this returns some seconds after the limit at the latest. */
    static CommandOutput of(String command, Duration limit) throws IOException, InterruptedException {
        Duration more = limit.dividedBy(TO_KILL);
        Process process =
                new ProcessBuilder("timeout", "-k", text(more), text(limit), "/bin/sh", "-c", command).start();
        process.getOutputStream().close();
        CompletableFuture<String> printed = read(process.getInputStream(), MAX_BYTES + 1);
        CompletableFuture<String> complaint = read(process.getErrorStream(), MAX_BYTES);
        try {
            // Both of them end with the command, unless something that it started lives on.
            Duration patience = limit.plus(more).plus(more);
            String text = printed.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            String said = text.length() > MAX_BYTES ? "" : complaint.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            int code = text.length() > MAX_BYTES ? ENDED : process.waitFor();
            return new CommandOutput(code, text, end(said.strip()));
        } catch (TimeoutException late) {
            return new CommandOutput(ENDED, "", "something that it started lives on");
        } catch (ExecutionException failed) {
            throw new IOException("the output of the verify command could not be read", failed);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    boolean wasEnded() {
        return code == ENDED || code == KILLED;
    }

    private static CompletableFuture<String> read(InputStream stream, int most) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (stream) {
                text.complete(new String(stream.readNBytes(most), StandardCharsets.UTF_8));
            } catch (IOException failure) {
                text.completeExceptionally(failure);
            }
        });
        return text;
    }

    private static String text(Duration duration) {
        return duration.toMillis() / 1000.0 + "s";
    }

    private static String end(String text) {
        return text.substring(Math.max(0, text.length() - KEPT_COMPLAINT));
    }
}
