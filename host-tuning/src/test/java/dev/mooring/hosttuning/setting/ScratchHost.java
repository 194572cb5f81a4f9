package dev.mooring.hosttuning.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A root of its own on this machine: own mounts, own network, empty /etc and /var, the system's programs. The kernel
 * parameters of the network are real and gone with it; the others are mounted read-only, so the machine stays as it is.
 */
public record ScratchHost(Path root) {
    private static final String ENTER = """
            set -e
            root=$1
            mount --make-rprivate /
            for directory in bin sbin lib lib32 lib64 usr; do
              [ -e "/$directory" ] || continue
              mkdir -p "$root/$directory"
              mount --bind "/$directory" "$root/$directory"
              mount -o remount,ro,bind "$root/$directory"
            done
            mkdir -p "$root/proc" "$root/sys" "$root/dev" "$root/etc/security"
            touch "$root/etc/security/limits.conf"
            mount -t proc proc "$root/proc"
            for directory in fs vm kernel; do
              mount --bind "$root/proc/sys/$directory" "$root/proc/sys/$directory"
              mount -o remount,ro,bind "$root/proc/sys/$directory"
            done
            mount -t sysfs -o ro sysfs "$root/sys"
            touch "$root/dev/null"
            mount --bind /dev/null "$root/dev/null"
            printf 'root:x:0:0:root:/root:/bin/sh\nmooring:x:999:999::/:/usr/sbin/nologin\n' >"$root/etc/passwd"
            exec chroot "$root" /bin/sh /script
            """;

    /** Skips the test where no such root can be made. */
    public static ScratchHost in(Path root) throws IOException, InterruptedException {
        assumeTrue(
                run(List.of("unshare", "--mount", "--net", "true")).exitCode() == 0,
                "needs root and unshare(1) for a mount and a network namespace");
        return new ScratchHost(root);
    }

    /** Runs a script as root of that host and returns what it printed. */
    public String run(String script) throws IOException, InterruptedException {
        Files.writeString(root.resolve("script"), script);
        Ended ended = run(
                List.of("unshare", "--mount", "--net", "--pid", "--fork", "sh", "-c", ENTER, "enter", root.toString()));
        assertEquals(0, ended.exitCode(), ended.output());
        return ended.output();
    }

    /** Writes a file of that host, with the folders on the way to it. */
    public void write(String path, String text) throws IOException {
        Path file = root.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    public String read(String path) throws IOException {
        return Files.readString(root.resolve(path.substring(1)));
    }

    public static Ended run(List<String> command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException missing) {
            return new Ended(127, missing.toString());
        }
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    /** How a command ended, with what it printed to both streams. */
    public record Ended(int exitCode, String output) {}
}
