package dev.mooring.infra.elf;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the image of the hosts, Amazon Linux 2023, has for a program to link with. It keeps its C library for its lifetime
 * (AL2023 User Guide, "Core toolchain packages": glibc 2.34, gcc 11.4).
 */
final class HostLibraries {
    private static final Map<String, int[]> NEWEST =
            Map.of("GLIBC_", new int[] {2, 34}, "GLIBCXX_", new int[] {3, 4, 29}, "CXXABI_", new int[] {1, 3, 13});

    /** Of the packages glibc, zlib, libgcc and libstdc++, which the smallest image has. */
    private static final Set<String> LIBRARIES = Set.of(
            "ld-linux-x86-64.so.2",
            "ld-linux-aarch64.so.1",
            "libc.so.6",
            "libm.so.6",
            "libdl.so.2",
            "libpthread.so.0",
            "librt.so.1",
            "libutil.so.1",
            "libresolv.so.2",
            "libz.so.1",
            "libgcc_s.so.1",
            "libstdc++.so.6");

    private HostLibraries() {}

    /**
     * What a binary needs and such a host lacks: the newest of the versions that are too new, then libraries.
     *
     * @param own names of the libraries that come with the binary
     */
    static List<String> lacking(ElfFile binary, Collection<String> own) {
        Optional<String> version = binary.versions().stream()
                .filter(HostLibraries::isTooNew)
                .max((one, other) -> Arrays.compare(numbers(one), numbers(other)));
        Predicate<String> there = LIBRARIES::contains;
        return Stream.concat(
                        version.stream(),
                        binary.needed().stream().filter(there.or(own::contains).negate()))
                .toList();
    }

    private static boolean isTooNew(String version) {
        return NEWEST.entrySet().stream()
                .filter(newest -> version.startsWith(newest.getKey()))
                .anyMatch(newest -> Arrays.compare(numbers(version), newest.getValue()) > 0);
    }

    /** The numbers of a version; none of a private one, such as GLIBC_PRIVATE, which goes with the others. */
    private static int[] numbers(String version) {
        String text = version.substring(version.indexOf('_') + 1);
        return text.matches("\\d{1,4}(\\.\\d{1,4})*")
                ? Stream.of(text.split("\\.", -1)).mapToInt(Integer::parseInt).toArray()
                : new int[0];
    }
}
