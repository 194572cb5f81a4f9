package dev.mooring.loadgenerator.plan;

import dev.mooring.capacity.kernel.KernelFile;
import dev.mooring.capacity.unit.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hard limit of open files of this process, as the kernel shows it; the JVM raises its soft limit to it by itself.
 */
public record OpenFiles(long limit) {
    /** The JVM's own files, the loops' epoll, timer and event descriptors, and pipes: about 60 seen, with margin. */
    private static final int RESERVE = 256;

    private static final Pattern LINE = Pattern.compile("(?m)^Max open files +\\S+ +(\\d+|unlimited)");

    /** Reads the limit from a {@code /proc/PID/limits} file; none when it cannot be read. */
    public static OpenFiles read(Path file) {
        try {
            Matcher matcher = LINE.matcher(KernelFile.read(file));
            boolean limited = matcher.find() && !matcher.group(1).equals("unlimited");
            return new OpenFiles(limited ? Long.parseLong(matcher.group(1)) : Integer.MAX_VALUE);
        } catch (IOException e) {
            return new OpenFiles(Integer.MAX_VALUE);
        }
    }

    /** Connections that one process can hold. */
    public int connectionsPerProcess() {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, limit - RESERVE));
    }

    /**
     * How many processes hold so many connections.
     *
     * @throws RefusedException when a process has no descriptor left for even one, or more would be needed than one run has
     */
    public int processesFor(int connections) {
        if (limit <= RESERVE) {
            throw RefusedException.of(
                    "nofile",
                    limit,
                    "is less than",
                    RESERVE + 1,
                    "raise it: ulimit -Hn shows it, limits.conf(5) sets it");
        }
        int processes = Math.max(1, Math.ceilDiv(connections, connectionsPerProcess()));
        if (processes > ProcessPlan.MAX_PROCESSES) {
            throw RefusedException.of(
                    "connections",
                    connections,
                    "is more than",
                    ProcessPlan.MAX_PROCESSES + " processes hold with nofile=" + limit,
                    "lower connections, or raise the limit: ulimit -Hn shows it, limits.conf(5) sets it");
        }
        return processes;
    }
}
