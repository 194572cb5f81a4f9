package dev.mooring.proof.peers.process;

import dev.mooring.capacity.kernel.KernelFile;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.procfs.SyscallCounts;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A count of every system call of a running process, all threads, by {@code strace}.
 *
 * <p>The traced process runs several times slower, so counts are taken apart from times. The tracer shares its core:
 * one waits while the other runs, and the client is not disturbed.
 */
public final class SyscallTrace {
    private final ChildProcesses children;
    private final Process strace;
    private final Path report;

    private SyscallTrace(ChildProcesses children, Process strace, Path report) {
        this.children = children;
        this.strace = strace;
        this.report = report;
    }

    /**
     * Begins to count, and returns when it counts.
     *
     * @throws IOException when strace is missing or may not attach; the message is what it said
     */
    public static SyscallTrace attach(ChildProcesses children, long pid, Path report) throws IOException {
        List<String> command = List.of("strace", "-f", "-c", "-p", Long.toString(pid), "-o", report.toString());
        Process strace = children.start(new ProcessBuilder(Core.SERVER.pin(command)).redirectErrorStream(true));
        BufferedReader messages = strace.inputReader(StandardCharsets.UTF_8);
        String message = messages.readLine();
        if (!isTraced(pid)) {
            throw new IOException("strace could not attach: " + message);
        }
        return new SyscallTrace(children, strace, report);
    }

    /** Whether the kernel has a tracer for the process, which strace says only in words. */
    private static boolean isTraced(long pid) throws IOException {
        return KernelFile.read(Path.of("/proc", Long.toString(pid), "status"))
                .lines()
                .filter(line -> line.startsWith("TracerPid:"))
                .noneMatch(line -> line.endsWith("\t0"));
    }

    /** Detaches; the process goes on as before. */
    public SyscallCounts detach() throws IOException {
        children.end(strace);
        return SyscallCounts.parse(Files.readString(report));
    }
}
