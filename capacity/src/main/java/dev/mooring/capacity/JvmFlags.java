package dev.mooring.capacity;

import dev.mooring.capacity.unit.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * The options of the server's JVM.
 *
 * <p>Compact object headers save 8 bytes an object. The serial collector has the smallest fixed cost and, with an idle
 * heap that hardly allocates, nothing to collect; above 4 GiB its full collection would stop the server for seconds, so
 * G1 takes over. Both compiler tiers: the second costs some 7 MiB, and without it a handshake and an echo cost up to 1.4
 * times as much on some processors. A code cache of its whole planned size is one piece and not three; trimming gives the
 * compilers' memory back when they rest. docs/decisions/0003 has the measurements.
 *
 * @param flags the options in the order they are passed
 */
public record JvmFlags(List<String> flags) {
    private static final Bytes MAX_SERIAL_HEAP = Bytes.gibi(4);

    /** Far more than a server compiles; reserved addresses, of which only what is used is resident. */
    private static final Bytes CODE_CACHE = Bytes.mebi(32);

    public JvmFlags {
        flags = List.copyOf(flags);
    }

    public static JvmFlags of(HeapPlan plan) {
        List<String> flags = new ArrayList<>();
        flags.add("-XX:+UseCompactObjectHeaders");
        if (plan.heap().compareTo(MAX_SERIAL_HEAP) <= 0) {
            flags.add("-XX:+UseSerialGC");
            flags.add("-Xmn" + mebibytes(plan.young()));
            // By default a full collection leaves up to 5 % of dead objects in place, as filler.
            flags.add("-XX:MarkSweepDeadRatio=0");
        } else {
            flags.add("-XX:+UseG1GC");
        }
        flags.add("-Xms" + mebibytes(plan.heap()));
        flags.add("-Xmx" + mebibytes(plan.heap()));
        flags.add("-XX:ReservedCodeCacheSize=" + mebibytes(CODE_CACHE));
        flags.add("-XX:TrimNativeHeapInterval=5000");
        flags.add("-XX:+ExitOnOutOfMemoryError");
        flags.add("--enable-native-access=ALL-UNNAMED");
        flags.add("--sun-misc-unsafe-memory-access=allow");
        return new JvmFlags(flags);
    }

    /** The options as one line for a shell; none of them contains a space. */
    public String line() {
        return String.join(" ", flags);
    }

    private static String mebibytes(Bytes size) {
        return (size.count() >> 20) + "m";
    }
}
