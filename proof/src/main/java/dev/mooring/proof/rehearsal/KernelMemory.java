package dev.mooring.proof.rehearsal;

import dev.mooring.capacity.unit.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The kernel's memory for sockets: active objects of the slabs that a TCP connection takes, slabinfo(5).
 *
 * @param bytes in those slabs now, of everybody on the machine
 */
record KernelMemory(Bytes bytes) {
    private static final Path SLABS = Path.of("/proc/slabinfo");
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Set<String> OF_A_SOCKET =
            Set.of("TCP", "TCPv6", "sock_inode_cache", "filp", "dentry", "eventpoll_epi", "eventpoll_pwq");

    /** Reads the slabs; only root may. */
    static KernelMemory read() throws IOException {
        return parse(Files.readAllLines(SLABS));
    }

    static boolean readable() {
        return Files.isReadable(SLABS);
    }

    static KernelMemory parse(List<String> lines) {
        long bytes = 0;
        for (String line : lines) {
            String[] words = SPACES.splitAsStream(line).toArray(String[]::new);
            if (words.length > 3 && OF_A_SOCKET.contains(words[0])) {
                bytes += Long.parseLong(words[1]) * Long.parseLong(words[3]);
            }
        }
        return new KernelMemory(Bytes.of(bytes));
    }
}
