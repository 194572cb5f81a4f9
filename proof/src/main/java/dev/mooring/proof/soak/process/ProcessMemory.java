package dev.mooring.proof.soak.process;

import dev.mooring.capacity.kernel.KernelFile;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The resident memory of a Java process, its heap apart: a heap of fixed size touches its pages one after another until
 * a full collection, which is no leak.
 *
 * @param heapBytes resident pages of the heap
 * @param otherBytes all other resident pages
 */
public record ProcessMemory(long heapBytes, long otherBytes) {
    private static final Pattern GENERATION =
            Pattern.compile("\\[0x(\\p{XDigit}+), 0x\\p{XDigit}+, 0x(\\p{XDigit}+)\\)");
    private static final Pattern MAPPING = Pattern.compile("(\\p{XDigit}+)-(\\p{XDigit}+) .*");
    private static final Pattern RESIDENT = Pattern.compile("Rss:\\s+(\\d+) kB");
    private static final int HEXADECIMAL = 16;

    /** The addresses of a heap, which it keeps as long as the process lives. */
    public record HeapRange(long from, long to) {
        /** Reads them from what {@code jcmd PID GC.heap_info} prints. */
        public static HeapRange parse(String heapInfo) {
            Matcher generation = GENERATION.matcher(heapInfo);
            long from = Long.MAX_VALUE;
            long to = 0;
            while (generation.find()) {
                from = Math.min(from, address(generation.group(1)));
                to = Math.max(to, address(generation.group(2)));
            }
            if (to == 0) {
                throw new IllegalArgumentException("no addresses in " + heapInfo);
            }
            return new HeapRange(from, to);
        }

        private boolean contains(long address) {
            return address >= from && address < to;
        }
    }

    public static ProcessMemory of(long pid, HeapRange heap) throws IOException {
        return parse(KernelFile.read(Path.of("/proc", Long.toString(pid), "smaps")), heap);
    }

    /** Sorts the mappings of {@code /proc/PID/smaps}. */
    public static ProcessMemory parse(String smaps, HeapRange heap) {
        long inHeap = 0;
        long other = 0;
        long mapping = 0;
        for (String line : smaps.lines().toList()) {
            Matcher begin = MAPPING.matcher(line);
            Matcher resident = RESIDENT.matcher(line);
            if (begin.matches()) {
                mapping = address(begin.group(1));
            } else if (resident.matches()) {
                long bytes = Long.parseLong(resident.group(1)) << 10;
                inHeap += heap.contains(mapping) ? bytes : 0;
                other += heap.contains(mapping) ? 0 : bytes;
            }
        }
        return new ProcessMemory(inHeap, other);
    }

    public long bytes() {
        return heapBytes + otherBytes;
    }

    /** Addresses of the kernel's half do not fit into a signed long; they are never a heap's. */
    private static long address(String text) {
        return new BigInteger(text, HEXADECIMAL).longValue();
    }
}
