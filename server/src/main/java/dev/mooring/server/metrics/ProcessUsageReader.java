package dev.mooring.server.metrics;

import dev.mooring.capacity.kernel.KernelFile;
import dev.mooring.capacity.unit.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@link ProcessUsage} from {@code /proc/self} and the runtime.
 *
 * <p>Thread-safe. Cost of one reading: three small files of {@code /proc} and one {@code stat}, whatever the number of
 * connections. Nothing of it needs the {@code java.management} module. A figure that the kernel does not give is 0.
 */
public final class ProcessUsageReader {
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");
    private static final Pattern SOFT_NOFILE = Pattern.compile("(?m)^Max open files\\s+(\\d+)\\s");

    private final Path proc;
    private final DescriptorCount descriptors;
    private final Bytes residentAtStart;

    /** Takes the figures of the start, so it is made before the first connection. */
    public ProcessUsageReader(Path proc, ServerCounters counters) {
        this.proc = proc;
        this.descriptors = DescriptorCount.of(proc.resolve("fd"), counters);
        this.residentAtStart = resident();
    }

    public static ProcessUsageReader ofThisProcess(ServerCounters counters) {
        return new ProcessUsageReader(Path.of("/proc/self"), counters);
    }

    public ProcessUsage read() {
        Runtime runtime = Runtime.getRuntime();
        long committed = runtime.totalMemory();
        return new ProcessUsage(
                new DescriptorUsage(descriptors.current(), descriptors.estimated(), number("limits", SOFT_NOFILE)),
                new MemoryUsage(
                        Bytes.of(committed - runtime.freeMemory()), Bytes.of(committed), resident(), residentAtStart),
                ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO));
    }

    private Bytes resident() {
        return Bytes.kibi(number("status", RESIDENT));
    }

    private long number(String file, Pattern pattern) {
        try {
            Matcher matcher = pattern.matcher(KernelFile.read(proc.resolve(file)));
            return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
