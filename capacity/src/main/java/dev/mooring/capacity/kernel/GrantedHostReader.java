package dev.mooring.capacity.kernel;

import dev.mooring.capacity.GrantedHost;
import dev.mooring.capacity.unit.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel really grants this process, read from /proc.
 *
 * <p>The JVM has raised its soft descriptor limit to the hard one before main runs (-XX:+MaxFDLimit, the default on
 * Linux), so the soft limit read here is all there is. Sources: proc(5), and cgroup-v2.rst for the memory limit.
 */
public final class GrantedHostReader {
    private static final Pattern NOFILE = Pattern.compile("^Max open files\\s+(\\d+|unlimited)", Pattern.MULTILINE);
    private static final Pattern AVAILABLE = Pattern.compile("^MemAvailable:\\s+(\\d+) kB", Pattern.MULTILINE);

    /** The line of version 2 in /proc/self/cgroup; its path begins with a slash. */
    private static final Pattern UNIFIED = Pattern.compile("^0::/(.*)$", Pattern.MULTILINE);

    private static final String OWN_CONTROL_GROUP = "proc/self/cgroup";
    private static final String CONTROL_GROUPS = "sys/fs/cgroup";

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

    /**
     * The least that the process's control group and those above it leave: a limit holds for all below it. What
     * /proc/self/cgroup names need not be there: where a container sees only its own groups, they are mounted as the root.
     */
    private long controlGroupRemainder() {
        Path mount = root.resolve(CONTROL_GROUPS);
        long least = Long.MAX_VALUE;
        for (@Nullable Path group = controlGroup(mount);
                group != null && group.startsWith(mount);
                group = group.getParent()) {
            least = Math.min(least, remainder(group));
        }
        return least;
    }

    /** The process's own; the root where it is not told, or lies outside of what is mounted. */
    private Path controlGroup(Path mount) {
        if (!Files.isReadable(root.resolve(OWN_CONTROL_GROUP))) {
            return mount;
        }
        Matcher own = UNIFIED.matcher(text(OWN_CONTROL_GROUP));
        Path group = own.find() ? mount.resolve(own.group(1)).normalize() : mount;
        return group.startsWith(mount) ? group : mount;
    }

    private long remainder(Path group) {
        Path limit = group.resolve("memory.max");
        Path use = group.resolve("memory.current");
        if (!Files.isReadable(limit) || !Files.isReadable(use)) {
            return Long.MAX_VALUE;
        }
        String max = text(limit).strip();
        return max.equals("max")
                ? Long.MAX_VALUE
                : Math.max(0, Long.parseLong(max) - Long.parseLong(text(use).strip()));
    }

    private String text(String path) {
        return text(root.resolve(path));
    }

    private static String text(Path file) {
        try {
            return KernelFile.read(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
