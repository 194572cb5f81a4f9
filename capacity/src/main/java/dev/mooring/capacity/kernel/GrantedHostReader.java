package dev.mooring.capacity.kernel;

import dev.mooring.capacity.GrantedHost;
import dev.mooring.capacity.unit.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the kernel really grants this process, read from /proc.
 *
 * <p>The JVM has raised its soft descriptor limit to the hard one before main runs (-XX:+MaxFDLimit, the default on
 * Linux), so the soft limit read here is all there is. Sources: proc(5), and cgroup-v2.rst for the memory limit.
 */
public final class GrantedHostReader {
    private static final Pattern NOFILE = Pattern.compile("^Max open files\\s+(\\d+|unlimited)", Pattern.MULTILINE);
    private static final Pattern AVAILABLE = Pattern.compile("^MemAvailable:\\s+(\\d+) kB", Pattern.MULTILINE);

    private final Path root;

    /**
     * A reader.
     *
     * @param root the folder that holds proc and sys, {@code /} but for tests
     */
    public GrantedHostReader(Path root) {
        this.root = root;
    }

    public GrantedHost read(Bytes maxHeap) {
        return new GrantedHost(nofile(), memoryAvailable(), maxHeap);
    }

    private long nofile() {
        Matcher limit = NOFILE.matcher(text("proc/self/limits"));
        if (!limit.find()) {
            throw new IllegalStateException("/proc/self/limits has no line 'Max open files'");
        }
        return limit.group(1).equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(limit.group(1));
    }

    private Bytes memoryAvailable() {
        Matcher available = AVAILABLE.matcher(text("proc/meminfo"));
        long host = available.find() ? Long.parseLong(available.group(1)) << 10 : Long.MAX_VALUE;
        return Bytes.of(Math.min(host, controlGroupRemainder()));
    }

    /** What the control group leaves, where there is one with a limit; only the process's own group is looked at. */
    private long controlGroupRemainder() {
        Path group = root.resolve("sys/fs/cgroup");
        if (!Files.isReadable(group.resolve("memory.max")) || !Files.isReadable(group.resolve("memory.current"))) {
            return Long.MAX_VALUE;
        }
        String max = text("sys/fs/cgroup/memory.max").strip();
        return max.equals("max")
                ? Long.MAX_VALUE
                : Math.max(
                        0,
                        Long.parseLong(max)
                                - Long.parseLong(
                                        text("sys/fs/cgroup/memory.current").strip()));
    }

    private String text(String path) {
        try {
            return KernelFile.read(root.resolve(path));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
