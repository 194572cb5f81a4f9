package dev.mooring.capacity.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The one reader of files below {@code /proc} and {@code /sys}.
 *
 * <p>Most files below {@code /proc/sys} give everything to the first read and an end of file to every later one,
 * whatever the first has taken (proc_dointvec and its like return nothing for a position other than 0). {@code
 * Files.readString} begins with a read of a single byte, because the kernel says that these files are empty: of a range
 * of ports it gets the first digit. Here the first read has room for any such value. Longer files, as smaps, come in
 * pages of the kernel's choice, so reading goes on to the end of file.
 *
 * <p>Thread-safe. Cost: {@value #FIRST_READ} bytes of garbage and one system call more than the kernel needs reads.
 */
public final class KernelFile {
    /** More than a page, which is the longest value of one read that the readers here ask for. */
    static final int FIRST_READ = 16 * 1024;

    private KernelFile() {}

    /**
     * The whole text of a file.
     *
     * @param file need not be the kernel's own: tests read ordinary files through the same code
     * @throws IOException when the file cannot be opened or read
     */
    public static String read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return read(channel);
        }
    }

    /** Bytes that are no UTF-8 are replaced: the kernel cuts a thread's name after 15 bytes, wherever that is. */
    static String read(ReadableByteChannel channel) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(FIRST_READ);
        while (channel.read(all) > 0) {
            if (!all.hasRemaining()) {
                all = ByteBuffer.wrap(Arrays.copyOf(all.array(), 2 * all.capacity()))
                        .position(all.position());
            }
        }
        return new String(all.array(), 0, all.position(), StandardCharsets.UTF_8);
    }
}
