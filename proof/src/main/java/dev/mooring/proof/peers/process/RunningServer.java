package dev.mooring.proof.peers.process;

import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.LiveObjects;
import dev.mooring.workbench.procfs.ClassHistogram;
import dev.mooring.workbench.procfs.CpuTime;
import dev.mooring.workbench.procfs.ResidentMemory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server under measurement: started, accepting, read from outside, ended on close. */
public final class RunningServer implements AutoCloseable {
    private static final Duration START_DEADLINE = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 50;

    private final ChildProcesses children;
    private final Process process;
    private final int port;

    private RunningServer(ChildProcesses children, Process process, int port) {
        this.children = children;
        this.process = process;
        this.port = port;
    }

    /** Starts the command pinned to the server's core and returns when its port accepts. */
    public static RunningServer start(ChildProcesses children, List<String> command, int port, Path log)
            throws IOException, InterruptedException {
        Process process = children.start(new ProcessBuilder(Core.SERVER.pin(command))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile()));
        long deadline = System.nanoTime() + START_DEADLINE.toNanos();
        while (!accepts(port)) {
            if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IOException(command.getFirst() + " ended with " + process.exitValue() + ", see " + log);
            }
            if (System.nanoTime() > deadline) {
                children.end(process);
                throw new IOException(command.getFirst() + " did not accept on port " + port + ", see " + log);
            }
        }
        return new RunningServer(children, process, port);
    }

    @Override
    public void close() {
        children.kill(process);
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public CpuTime cpuTime() throws IOException {
        return CpuTime.of(pid());
    }

    public ResidentMemory memory() throws IOException {
        return ResidentMemory.of(pid());
    }

    /** Live objects only: the virtual machine collects everything else first. */
    public ClassHistogram classHistogram() throws IOException, InterruptedException {
        return LiveObjects.of(pid(), children);
    }

    /** Makes a JVM give back free native memory now; with Mooring's flags it does so by itself every five seconds. */
    public void trimNativeMemory() throws IOException, InterruptedException {
        LiveObjects.trimNativeMemory(pid(), children);
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }
}
