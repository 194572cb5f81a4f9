package dev.mooring.workbench.procfs;

import dev.mooring.capacity.kernel.KernelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Kernel memory of TCP sockets: the slab caches of {@code /proc/slabinfo}, which only root may read, or else the sum
 * {@code Slab} of {@code /proc/meminfo}, which everything else on the machine changes too.
 *
 * @param caches by name; empty when only the sum is known
 * @param slabBytes the sum
 */
public record SocketMemory(Map<String, Cache> caches, long slabBytes) {
    /** Caches that grow with sockets alone, as long as nothing else waits with epoll in such numbers. */
    private static final List<String> OF_SOCKETS = List.of("TCP", "sock_inode_cache", "eventpoll_epi");

    /** A socket has one object in each of these, which files use too: they are counted, not subtracted. */
    private static final List<String> SHARED_WITH_FILES = List.of("filp", "dentry", "lsm_inode_cache");

    /** Beyond this part of the expected growth, other programs opened or closed sockets too. */
    private static final double QUIET = 0.1;

    private static final int PAGE = 4096;
    private static final int COLUMNS = 6;

    /**
     * One slab cache.
     *
     * @param bytesPerObject pages over the objects that fit into them
     */
    public record Cache(long active, double bytesPerObject) {}

    public SocketMemory {
        caches = Map.copyOf(caches);
    }

    public static SocketMemory read(Path proc) throws IOException {
        Path slabs = proc.resolve("slabinfo");
        return parse(Files.isReadable(slabs) ? KernelFile.read(slabs) : "", KernelFile.read(proc.resolve("meminfo")));
    }

    public static SocketMemory parse(String slabinfo, String meminfo) {
        Map<String, Cache> caches = new HashMap<>();
        slabinfo.lines()
                .map(line -> line.split("\\s+"))
                .filter(words -> words.length > COLUMNS && words[1].matches("\\d+"))
                .forEach(words -> caches.put(
                        words[0],
                        new Cache(
                                Long.parseLong(words[1]),
                                Double.parseDouble(words[5]) * PAGE / Long.parseLong(words[4]))));
        long slab = meminfo.lines()
                .filter(line -> line.startsWith("Slab:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no Slab: line in meminfo: " + meminfo));
        return new SocketMemory(caches, slab);
    }

    /** Bytes of one end of a connection. Both ends are on this machine, so a growth counts for two. */
    public KernelMemory perSocketSince(SocketMemory earlier, int connections) {
        if (!caches.containsKey("TCP") || !earlier.caches.containsKey("TCP")) {
            return new KernelMemory((slabBytes - earlier.slabBytes) / 2.0 / connections, KernelMemory.Source.SLAB_SUM);
        }
        double sockets = growth("TCP", earlier) + growth("TCPv6", earlier);
        if (Math.abs(sockets / (2.0 * connections) - 1) > QUIET) {
            return new KernelMemory(
                    oneOfEach(OF_SOCKETS) + oneOfEach(SHARED_WITH_FILES), KernelMemory.Source.OBJECT_SIZES);
        }
        double own = growth("TCPv6", earlier) * bytesPerObject("TCPv6")
                + OF_SOCKETS.stream()
                        .mapToDouble(name -> growth(name, earlier) * bytesPerObject(name))
                        .sum();
        return new KernelMemory(own / sockets + oneOfEach(SHARED_WITH_FILES), KernelMemory.Source.SOCKET_CACHES);
    }

    private double oneOfEach(List<String> names) {
        return names.stream().mapToDouble(this::bytesPerObject).sum();
    }

    private double growth(String name, SocketMemory earlier) {
        return active(name) - earlier.active(name);
    }

    private long active(String name) {
        Cache cache = caches.get(name);
        return cache == null ? 0 : cache.active();
    }

    private double bytesPerObject(String name) {
        Cache cache = caches.get(name);
        return cache == null ? 0 : cache.bytesPerObject();
    }
}
