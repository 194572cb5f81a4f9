package dev.mooring.workbench.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The processes this program started; none outlives it, also when it is interrupted.
 *
 * <p>Thread-safe: the shutdown hook runs beside the thread that starts processes.
 */
public final class ChildProcesses implements AutoCloseable {
    private final Set<Process> running = ConcurrentHashMap.newKeySet();
    private final Optional<Thread> hook;
    private volatile boolean ended;

    /** Processes that an interruption ends at once. */
    public ChildProcesses() {
        Thread atExit = new Thread(this::endAll, "end child processes");
        Runtime.getRuntime().addShutdownHook(atExit);
        hook = Optional.of(atExit);
    }

    private ChildProcesses(Optional<Thread> hook) {
        this.hook = hook;
    }

    /** Processes whose owner hears of an interruption himself, lets them report, and closes this. */
    public static ChildProcesses withoutHook() {
        return new ChildProcesses(Optional.empty());
    }

    /** Starts a long-lived process whose errors go to {@code log}; its standard input and output stay with the caller. */
    public Process start(List<String> command, Path log) throws IOException {
        return start(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.to(log.toFile())));
    }

    /**
     * Starts a process.
     *
     * @throws IOException also when all were ended meanwhile: one that started beside the end would outlive it
     */
    public Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        running.add(process);
        if (ended) {
            process.destroyForcibly();
            throw new IOException("interrupted, so " + builder.command().getFirst() + " was not started");
        }
        return process;
    }

    /**
     * Runs a command to its end.
     *
     * @return what it printed, output and errors together
     * @throws IOException when it exits with another code than 0; the message is what it printed
     */
    public String run(Path folder, List<String> command) throws IOException, InterruptedException {
        Process process =
                start(new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true));
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        running.remove(process);
        if (code != 0) {
            throw new IOException(String.join(" ", command) + " exited with " + code + ": " + printed.strip());
        }
        return printed;
    }

    /** Asks the process to end and waits for it; the kernel frees its sockets before this returns. */
    public void end(Process process) {
        process.destroy();
        process.onExit().join();
        running.remove(process);
    }

    /** Ends a server at once; one that drains politely would hold up the next measurement. */
    public void kill(Process process) {
        process.destroyForcibly();
        end(process);
    }

    @Override
    public void close() {
        endAll();
        hook.ifPresent(ChildProcesses::forget);
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // The hook ends what this has ended.
        }
    }

    /** Says so first: what starts meanwhile is then either seen here, or sees it and is ended by its starter. */
    private void endAll() {
        ended = true;
        running.forEach(Process::destroyForcibly);
    }
}
