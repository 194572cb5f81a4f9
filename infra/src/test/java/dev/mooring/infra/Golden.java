package dev.mooring.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text output that was reviewed; {@code -Dupdate=true} writes them anew, for a person to read the difference. */
public final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/dev/mooring/infra");

    private Golden() {}

    public static void assertMatches(String name, String text) {
        Path file = FOLDER.resolve(name);
        try {
            if (Boolean.getBoolean("update")) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(file, text);
            }
            assertEquals(Files.readString(file), text, () -> "Differs from " + file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
