package dev.mooring.hosttuning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Expected texts in files. {@code -Dupdate=true} writes them anew, for a person to read the difference. */
public final class Golden {
    private static final Path RESOURCES = Path.of("src/test/resources/dev/mooring/hosttuning");

    private Golden() {}

    /** Compares a text with the file of that name below the test resources. */
    public static void assertMatches(String name, String actual) throws IOException {
        assertSame(RESOURCES.resolve(name), actual);
    }

    /** Compares a text with a file of the project. */
    public static void assertSame(Path file, String actual) throws IOException {
        if (Boolean.getBoolean("update")) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, actual);
        }
        assertEquals(
                Files.readString(file),
                actual,
                () -> file + " differs; if that is wanted, run again with -Dupdate=true");
    }

    /** Requires that a folder below the test resources has these files and no other: none is left that nobody reads. */
    public static void assertOnly(String folder, Set<String> names) throws IOException {
        assertEquals(new TreeSet<>(names), new TreeSet<>(names(folder)), folder);
    }

    /** The names of the files in a folder below the test resources. */
    public static List<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(RESOURCES.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** The path of a recorded answer below the test resources. */
    public static Path resource(String name) {
        return RESOURCES.resolve(name);
    }
}
