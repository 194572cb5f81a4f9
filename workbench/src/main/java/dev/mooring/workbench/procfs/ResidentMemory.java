package dev.mooring.workbench.procfs;

import dev.mooring.capacity.kernel.KernelFile;
import dev.mooring.capacity.unit.Bytes;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Memory a process has in RAM, from {@code /proc/PID/smaps_rollup}.
 *
 * @param resident with pages shared with other processes
 * @param unshared pages nobody else maps: what one more such process would cost
 */
public record ResidentMemory(Bytes resident, Bytes unshared) {
    public static ResidentMemory of(long pid) throws IOException {
        return parse(KernelFile.read(Path.of("/proc", Long.toString(pid), "smaps_rollup")));
    }

    public static ResidentMemory parse(String text) {
        long unshared = kibibytes(text, "Private_Clean:") + kibibytes(text, "Private_Dirty:");
        return new ResidentMemory(bytes(kibibytes(text, "Rss:")), bytes(unshared));
    }

    private static long kibibytes(String text, String field) {
        return text.lines()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(
                        line.substring(field.length(), line.length() - 2).strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no " + field + " in smaps_rollup: " + text));
    }

    private static Bytes bytes(long kibibytes) {
        return Bytes.kibi(kibibytes);
    }
}
