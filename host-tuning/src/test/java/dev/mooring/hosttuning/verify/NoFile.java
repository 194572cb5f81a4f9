package dev.mooring.hosttuning.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** What may stand where a file is expected, as generators write it into the place of the file's text. */
final class NoFile {
    private static final String NOTHING = "a link to nothing";
    private static final String LOOP = "a loop of links";
    private static final String DIRECTORY = "a directory";
    private static final String LINK_TO_DIRECTORY = "a link to a directory";
    private static final String NULL = "a link to /dev/null";
    private static final List<String> ALL = List.of(NOTHING, LOOP, DIRECTORY, LINK_TO_DIRECTORY, NULL);

    private NoFile() {}

    static String one(Random random) {
        return ALL.get(random.nextInt(ALL.size()));
    }

    /** Makes it, or writes the file whose text this is. */
    static void write(Path path, String text) throws IOException {
        Files.createDirectories(path.getParent());
        switch (text) {
            case NOTHING -> Files.createSymbolicLink(path, Path.of("/nothing/there"));
            case LOOP -> Files.createSymbolicLink(path, path.getFileName());
            case DIRECTORY -> Files.createDirectory(path);
            case LINK_TO_DIRECTORY -> Files.createSymbolicLink(path, Path.of("/proc"));
            case NULL -> Files.createSymbolicLink(path, Path.of("/dev/null"));
            default -> Files.writeString(path, text);
        }
    }
}
