package dev.mooring.capacity.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelFileTest {
    @Test
    void takesAValueThatOnlyTheFirstReadGets() throws IOException {
        assertEquals("1024\t65535\n", KernelFile.read(new Served("1024\t65535\n", 1, Integer.MAX_VALUE)));
    }

    @Test
    void takesAWholePageThatOnlyTheFirstReadGets() throws IOException {
        String page = "40000,".repeat(4096 / 6);
        assertEquals(page, KernelFile.read(new Served(page, 1, Integer.MAX_VALUE)));
    }

    @Test
    void takesAFileThatComesInPiecesOfTheKernelsChoice() throws IOException {
        String maps = "Rss: 12345 kB\n".repeat(10_000);
        assertEquals(maps, KernelFile.read(new Served(maps, Integer.MAX_VALUE, 4001)));
    }

    @Test
    void replacesACharacterThatTheKernelHasCut(@TempDir Path folder) throws IOException {
        Path name = Files.write(folder.resolve("comm"), new byte[] {'w', (byte) 0xc3});
        assertEquals("w\ufffd", KernelFile.read(name));
    }

    @Test
    void readsTheKernelsOwnFiles() throws IOException {
        assertEquals("Linux\n", KernelFile.read(Path.of("/proc/sys/kernel/ostype")));
    }

    @Test
    void namesAFileThatIsNotThere() {
        assertEquals(
                "/proc/sys/none",
                assertThrows(NoSuchFileException.class, () -> KernelFile.read(Path.of("/proc/sys/none")))
                        .getMessage());
    }

    /** Serves a text in pieces of at most some bytes, and after a number of reads nothing any more. */
    private static final class Served implements ReadableByteChannel {
        private final ByteBuffer text;
        private final int most;
        private int readsLeft;

        Served(String text, int reads, int most) {
            this.text = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            readsLeft = reads;
            this.most = most;
        }

        @Override
        public int read(ByteBuffer to) {
            if (readsLeft-- <= 0 || !text.hasRemaining()) {
                return -1;
            }
            int count = Math.min(most, Math.min(to.remaining(), text.remaining()));
            to.put(text.slice(text.position(), count));
            text.position(text.position() + count);
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            readsLeft = 0;
        }
    }
}
