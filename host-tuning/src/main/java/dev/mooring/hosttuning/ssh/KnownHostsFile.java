package dev.mooring.hosttuning.ssh;

import dev.mooring.capacity.unit.RefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A known_hosts file: read once, then only ever grown. A line is one append of one write, so other programs that append
 * to the file at the same moment lose nothing.
 */
public record KnownHostsFile(Path path) {
    /** The file's lines; none when there is no file yet. */
    String text() {
        try {
            return Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw RefusedException.of(
                    "known-hosts", path, "cannot be", "read", "make it readable, or give another --known-hosts");
        }
    }

    void append(String line) throws IOException {
        Files.createDirectories(path.toAbsolutePath().resolveSibling("."));
        String start = endsInsideALine() ? "\n" : "";
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            file.write(ByteBuffer.wrap((start + line + "\n").getBytes(StandardCharsets.ISO_8859_1)));
        }
    }

    private boolean endsInsideALine() {
        String text = text();
        return !text.isEmpty() && !text.endsWith("\n");
    }
}
