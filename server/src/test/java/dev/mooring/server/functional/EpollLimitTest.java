package dev.mooring.server.functional;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A connection that epoll does not take costs nobody anything. */
@Timeout(60)
class EpollLimitTest {
    /** Epoll never takes a file (EPERM); it refuses a socket only when the whole host has used up its watches. */
    @Test
    void givesBackTheDescriptorThatEpollDoesNotTake(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("no socket");
        try (TurnedLoop loop = new TurnedLoop(Duration.ofHours(1), Duration.ofMillis(40), Duration.ofHours(1));
                RawClient bystander = loop.open()) {
            int descriptor = FileDescriptor.from(file.toFile()).intValue();
            loop.loop()
                    .eventLoop()
                    .submit(() -> loop.loop().accepted(descriptor, false))
                    .syncUninterruptibly();
            assertFalse(isOpen(descriptor, file), "descriptor " + descriptor + " is still open");
            bystander.echoes("unharmed");
        }
    }

    private static boolean isOpen(int descriptor, Path file) throws IOException {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        return Files.exists(link) && Files.isSameFile(link, file);
    }
}
