package dev.mooring.server.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessUsageReaderTest {
    private final ServerCounters counters = new ServerCounters();

    @TempDir
    Path proc;

    @Test
    void readsTheResidentMemoryAndTheLimitInForce() throws IOException {
        Files.writeString(
                proc.resolve("status"), "Name:\tjava\nVmHWM:\t   70000 kB\nVmRSS:\t   65536 kB\nThreads:\t9\n");
        Files.writeString(proc.resolve("limits"), """
                Limit                     Soft Limit           Hard Limit           Units
                Max open files            1048576              2097152              files
                """);
        ProcessUsage usage = new ProcessUsageReader(proc, counters).read();
        assertEquals(Bytes.mebi(64), usage.memory().resident());
        assertEquals(1_048_576, usage.descriptors().limit());
    }

    @Test
    void keepsTheResidentMemoryOfTheStart() throws IOException {
        Files.writeString(proc.resolve("status"), "VmRSS:\t   1024 kB\n");
        ProcessUsageReader reader = new ProcessUsageReader(proc, counters);
        Files.writeString(proc.resolve("status"), "VmRSS:\t   4096 kB\n");
        assertEquals(Bytes.mebi(1), reader.read().memory().residentAtStart());
        assertEquals(Bytes.mebi(4), reader.read().memory().resident());
    }

    @Test
    void showsZeroForWhatTheKernelDoesNotGive() {
        ProcessUsage usage = new ProcessUsageReader(proc, counters).read();
        assertEquals(Bytes.of(0), usage.memory().resident());
        assertEquals(0, usage.descriptors().limit());
    }

    @Test
    void estimatesTheDescriptorsWhereTheKernelDoesNotCountThem() throws IOException {
        for (String descriptor : List.of("0", "1", "2", "17")) {
            Files.createFile(proc.resolve(descriptor));
        }
        DescriptorCount count = DescriptorCount.estimating(proc, counters);
        counters.accepted.add(102);
        counters.upgraded.add(100);
        counters.closed(1000);
        assertTrue(count.estimated());
        assertEquals(4 + 99 + 2, count.current());
    }

    @Test
    void takesTheKernelsCountOfDescriptors() {
        ProcessUsage usage = ProcessUsageReader.ofThisProcess(counters).read();
        if (!usage.descriptors().estimated()) {
            counters.upgraded.add(1_000_000);
            assertFalse(ProcessUsageReader.ofThisProcess(counters)
                            .read()
                            .descriptors()
                            .open()
                    > 1_000_000);
        }
        assertTrue(usage.descriptors().open() > 2, usage::toString);
    }
}
