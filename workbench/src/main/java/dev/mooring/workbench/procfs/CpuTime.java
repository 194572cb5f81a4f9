package dev.mooring.workbench.procfs;

import dev.mooring.capacity.kernel.KernelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Run time of every thread of a process, from {@code /proc/PID/task/TID/schedstat} (nanoseconds, not clock ticks).
 *
 * <p>A thread that ended between two readings takes its time with it; the ones here that end are idle compiler threads.
 *
 * @param threads by thread id
 */
public record CpuTime(Map<Long, ThreadTime> threads) {
    /** The kernel cuts names at 15 characters: {@code C2 CompilerThread0} reads {@code C2 CompilerThre}. */
    private static final List<String> COMPILER_NAMES = List.of("C1 CompilerThre", "C2 CompilerThre");

    /** The serial collector works in {@code VM Thread}, which does little else. */
    private static final List<String> COLLECTOR_NAMES = List.of("GC Thread", "G1 ", "ZDriver", "ZWorker", "VM Thread");

    /** One thread's name and the nanoseconds it has run. */
    public record ThreadTime(String name, long nanos) {}

    public CpuTime {
        threads = Map.copyOf(threads);
    }

    public static CpuTime of(long pid) throws IOException {
        Map<Long, ThreadTime> threads = new HashMap<>();
        try (var tasks = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path task : tasks) {
                readThread(task, threads);
            }
        }
        return new CpuTime(threads);
    }

    /** The first of the three numbers is the time on a CPU (kernel: Documentation/scheduler/sched-stats). */
    public static long runNanos(String schedstat) {
        return Long.parseLong(schedstat.substring(0, schedstat.indexOf(' ')));
    }

    public long nanosSince(CpuTime earlier) {
        return nanosSince(earlier, List.of(""));
    }

    public long compilerNanosSince(CpuTime earlier) {
        return nanosSince(earlier, COMPILER_NAMES);
    }

    public long collectorNanosSince(CpuTime earlier) {
        return nanosSince(earlier, COLLECTOR_NAMES);
    }

    private long nanosSince(CpuTime earlier, List<String> namePrefixes) {
        return threads.entrySet().stream()
                .filter(thread ->
                        namePrefixes.stream().anyMatch(thread.getValue().name()::startsWith))
                .mapToLong(thread -> thread.getValue().nanos() - earlier.nanosOf(thread.getKey()))
                .sum();
    }

    private long nanosOf(long thread) {
        ThreadTime time = threads.get(thread);
        return time == null ? 0 : time.nanos();
    }

    private static void readThread(Path task, Map<Long, ThreadTime> threads) throws IOException {
        try {
            String name = KernelFile.read(task.resolve("comm")).strip();
            long nanos = runNanos(KernelFile.read(task.resolve("schedstat")));
            threads.put(Long.valueOf(task.getFileName().toString()), new ThreadTime(name, nanos));
        } catch (NoSuchFileException ended) {
            // The thread ended between the listing and the reading; it has no time left to report.
        }
    }
}
