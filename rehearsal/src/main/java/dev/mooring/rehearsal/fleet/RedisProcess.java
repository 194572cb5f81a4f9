package dev.mooring.rehearsal.fleet;

import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.LoopbackPort;
import dev.mooring.workbench.process.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A redis-server that keeps nothing on disk, on a loopback port. */
final class RedisProcess {
    private static final Duration START_DEADLINE = Duration.ofSeconds(30);

    private final ChildProcesses children;
    private final Path log;
    private final int port;
    private Process process;

    private RedisProcess(ChildProcesses children, Path log, int port, Process process) {
        this.children = children;
        this.log = log;
        this.port = port;
        this.process = process;
    }

    /** Starts it and returns when it listens. */
    static RedisProcess start(ChildProcesses children, Path log) throws IOException, InterruptedException {
        int port = LoopbackPort.free();
        return new RedisProcess(children, log, port, started(children, log, port));
    }

    private static Process started(ChildProcesses children, Path log, int port)
            throws IOException, InterruptedException {
        Process redis = children.start(new ProcessBuilder(List.of(
                        "redis-server", "--port", "" + port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())));
        Duration took = Waiting.until(() -> !redis.isAlive() || listens(port), START_DEADLINE);
        if (took.equals(START_DEADLINE) || !redis.isAlive()) {
            throw new IOException("redis-server does not listen on port " + port + "; see " + log);
        }
        return redis;
    }

    private static boolean listens(int port) {
        try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    String address() {
        return "redis://127.0.0.1:" + port + "/";
    }

    /** Ends it with SIGKILL. */
    void kill() {
        children.kill(process);
    }

    void startAgain() throws IOException, InterruptedException {
        process = started(children, log, port);
    }
}
