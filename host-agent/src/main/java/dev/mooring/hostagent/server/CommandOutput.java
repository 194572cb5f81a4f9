package dev.mooring.hostagent.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What became of a shell command, as it was observed: an exit code alone does not tell who chose it. */
sealed interface CommandOutput {
    int MAX_BYTES = 4 << 20;

    /** The end of its standard error. */
    String complaint();

    /**
     * It came to an end, by itself or by a signal.
     *
     * @param code its exit code; the shell gives 128 and the number of the signal for what a signal ended
     * @param printed its standard output, at most 4 MiB
     */
    record Ended(int code, String printed, String complaint) implements CommandOutput {}

    /** It was still running when its time was up. */
    record Late(Duration limit, String complaint) implements CommandOutput {}

    /** It printed more than 4 MiB. */
    record TooLong(String complaint) implements CommandOutput {}

    /** It ended, and something that it started goes on and holds its output open. */
    record LeftOpen(String complaint) implements CommandOutput {}

    /** Runs a command in {@code /bin/sh}. Whatever it does, this returns some seconds after the limit at the latest. */
    static CommandOutput of(String command, Duration limit) throws IOException, InterruptedException {
        return new Run(command, limit).output();
    }

    /** One run of a command. Used by one thread. */
    final class Run {
        /** Of the limit; what is told to end gets so much more time before it is killed. */
        private static final int TO_KILL = 12;

        private static final int KEPT_COMPLAINT = 2000;

        private final Duration limit;
        private final Duration more;
        private final long end;
        private final Process process;
        private final CompletableFuture<byte[]> printed;
        private final CompletableFuture<byte[]> complaint;

        private Run(String command, Duration limit) throws IOException {
            this.limit = limit;
            more = limit.dividedBy(TO_KILL);
            end = System.nanoTime() + limit.toNanos();
            // It ends the group of the command when it is told to, and by itself if this process is gone.
            Duration backstop = limit.plus(more);
            process = new ProcessBuilder("timeout", "-k", text(more), text(backstop), "/bin/sh", "-c", command).start();
            process.getOutputStream().close();
            printed = read(process.getInputStream(), MAX_BYTES + 1);
            complaint = read(process.getErrorStream(), MAX_BYTES);
        }

        private CommandOutput output() throws IOException, InterruptedException {
            try {
                byte[] bytes = printed.get(left(), TimeUnit.NANOSECONDS);
                if (bytes.length > MAX_BYTES) {
                    return new TooLong(complaintAfterwards());
                }
                if (!process.waitFor(left(), TimeUnit.NANOSECONDS)) {
                    return late();
                }
                String said = end(complaint.get(left(), TimeUnit.NANOSECONDS));
                return new Ended(process.exitValue(), new String(bytes, StandardCharsets.UTF_8), said);
            } catch (TimeoutException late) {
                return process.isAlive() ? late() : new LeftOpen(complaintAfterwards());
            } catch (ExecutionException failed) {
                throw new IOException("the output of the verify command could not be read", failed);
            } finally {
                kill();
            }
        }

        private CommandOutput late() throws InterruptedException {
            process.destroy();
            process.waitFor(more.toNanos(), TimeUnit.NANOSECONDS);
            return new Late(limit, complaintAfterwards());
        }

        /** What it said on standard error, once nobody is left who could say more. */
        private String complaintAfterwards() throws InterruptedException {
            kill();
            try {
                return end(complaint.get(more.toNanos(), TimeUnit.NANOSECONDS));
            } catch (TimeoutException | ExecutionException unknown) {
                return "";
            }
        }

        private void kill() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }

        private long left() {
            return Math.max(0, end - System.nanoTime());
        }

        private static CompletableFuture<byte[]> read(InputStream stream, int most) {
            CompletableFuture<byte[]> bytes = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try (stream) {
                    bytes.complete(stream.readNBytes(most));
                } catch (IOException failure) {
                    bytes.completeExceptionally(failure);
                }
            });
            return bytes;
        }

        private static String text(Duration duration) {
            return duration.toMillis() / 1000.0 + "s";
        }

        private static String end(byte[] bytes) {
            String said = new String(bytes, StandardCharsets.UTF_8).strip();
            return said.substring(Math.max(0, said.length() - KEPT_COMPLAINT));
        }
    }
}
