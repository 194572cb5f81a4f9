package dev.mooring.hosttuning.ssh;

import dev.mooring.capacity.input.InputFile;
import dev.mooring.capacity.unit.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A known_hosts file: read once, then only ever grown. A line is one append of one write, so other programs that append
 * to the file at the same moment lose nothing.
 */
public record KnownHostsFile(Path path) {
    private static final Bytes MAX_SIZE = Bytes.mebi(64);

    /** The file's lines; none when there is no file yet. */
    String text() {
        InputFile file = new InputFile("known-hosts", path, MAX_SIZE);
        return file.isMissing()
                ? ""
                : new String(
                        file.bytes("make it readable, or give another --known-hosts"), StandardCharsets.ISO_8859_1);
    }

    void append(String line) throws IOException {
        Files.createDirectories(path.toAbsolutePath().resolveSibling("."));
        String start = endsInsideALine() ? "\n" : "";
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            file.write(ByteBuffer.wrap((start + line + "\n").getBytes(StandardCharsets.ISO_8859_1)));
        }
    }

    private boolean endsInsideALine() throws IOException {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (FileChannel file = FileChannel.open(path)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return file.size() > 0 && file.read(last, file.size() - 1) == 1 && last.get(0) != '\n';
        }
    }
}
