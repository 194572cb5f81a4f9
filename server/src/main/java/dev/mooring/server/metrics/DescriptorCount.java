package dev.mooring.server.metrics;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The number of open file descriptors of this process.
 *
 * <p>Listing {@code /proc/self/fd} is out of the question: at 600,000 descriptors it makes the kernel build a directory
 * entry and an inode for each, hundreds of megabytes of slab for one number. Since Linux 6.2 the size of that directory
 * is the count (one {@code stat}; kernel, docs.kernel.org/filesystems/proc.html); older kernels say 0. There the count is estimated: what
 * was open when the server started, listed once while it is a few dozen, plus one for each connection. The estimate
 * misses refused clients that have not left yet.
 */
final class DescriptorCount {
    private final Path directory;
    private final ServerCounters counters;
    private final boolean counted;
    private final long atStart;

    private DescriptorCount(Path directory, ServerCounters counters, boolean counted, long atStart) {
        this.directory = directory;
        this.counters = counters;
        this.counted = counted;
        this.atStart = atStart;
    }

    /** Counts the entries of {@code directory} as the running kernel allows it. */
    static DescriptorCount of(Path directory, ServerCounters counters) {
        return kernelCount(directory) > 0
                ? new DescriptorCount(directory, counters, true, 0)
                : estimating(directory, counters);
    }

    static DescriptorCount estimating(Path directory, ServerCounters counters) {
        return new DescriptorCount(directory, counters, false, listed(directory));
    }

    long current() {
        if (counted) {
            return kernelCount(directory);
        }
        ConnectionCounts connections = counters.connections();
        return atStart + connections.open() + connections.inHandshake();
    }

    boolean estimated() {
        return !counted;
    }

    private static long kernelCount(Path directory) {
        try {
            return Files.size(directory);
        } catch (IOException e) {
            return 0;
        }
    }

    private static long listed(Path directory) {
        long count = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path _ : entries) {
                count++;
            }
        } catch (IOException e) {
            return count;
        }
        return count;
    }
}
