package dev.mooring.infra.elf;

import dev.mooring.capacity.unit.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Refuses a bundle that would not start on a host: one of its binaries is for another machine, or needs a library or a
 * version of one that Amazon Linux 2023 lacks. Reads every ELF file of the folder, in its jars too.
 */
public final class BundleCheck {
    private static final String REMEDY =
            "link the runtime from the JDK that scripts/jdk.pin names: infra/cdk deploy does";

    private final Path folder;
    private final String machine;
    private final Set<String> own;

    private BundleCheck(Path folder, String machine, Set<String> own) {
        this.folder = folder;
        this.machine = machine;
        this.own = own;
    }

    /**
     * Checks the binaries of one bundle.
     *
     * @param machine as {@code uname -m} says it
     * @throws RefusedException naming the first binary that does not start there
     */
    static void require(Path folder, String machine) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        Set<String> own =
                files.stream().map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        BundleCheck check = new BundleCheck(folder, machine, own);
        for (Path file : files) {
            check.file(file);
        }
    }

    private void file(Path file) throws IOException {
        String name = folder.relativize(file).toString();
        if (name.endsWith(".jar")) {
            jar(file, name);
        } else if (startsAsElf(file)) {
            ElfFile binary = read(name, Files.readAllBytes(file));
            if (!binary.machine().equals(machine)) {
                throw refused(name, "is for", binary.machine() + ", not for " + machine);
            }
            requireStarts(name, binary);
        }
    }

    /** A jar may have the same library for several machines, of which it loads one. */
    private void jar(Path file, String name) throws IOException {
        try (ZipFile jar = new ZipFile(file.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                try (InputStream stream = jar.getInputStream(entry)) {
                    if (ElfFile.is(stream.readNBytes(Integer.BYTES))) {
                        try (InputStream whole = jar.getInputStream(entry)) {
                            ElfFile binary = read(name + "!" + entry.getName(), whole.readAllBytes());
                            if (binary.machine().equals(machine)) {
                                requireStarts(name + "!" + entry.getName(), binary);
                            }
                        }
                    }
                }
            }
        }
    }

    private void requireStarts(String name, ElfFile binary) {
        List<String> lacking = HostLibraries.lacking(binary, own);
        if (!lacking.isEmpty()) {
            throw refused(name, "needs " + String.join(", ", lacking) + ", which is not in", "Amazon Linux 2023");
        }
    }

    private static ElfFile read(String name, byte[] bytes) {
        try {
            return ElfFile.read(bytes);
        } catch (ElfFile.UnreadableException unreadable) {
            throw refused(name, String.valueOf(unreadable.getMessage()) + ", not", "a binary of a host");
        }
    }

    private static RefusedException refused(String name, String relation, String bound) {
        return RefusedException.of("binary", name, relation, bound, REMEDY);
    }

    private static boolean startsAsElf(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return ElfFile.is(stream.readNBytes(Integer.BYTES));
        }
    }
}
