package dev.mooring.capacity.kernel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where and how a run was made, so that its figures can be judged later. */
public record Machine(
        String host,
        String processor,
        int processors,
        String memory,
        String kernel,
        String jdk,
        String command,
        String date) {

    /** This machine, now. */
    public static Machine here(String command, Instant now) {
        return new Machine(
                hostName(),
                firstMatch(Path.of("/proc/cpuinfo"), "(?m)^model name\\s*: (.+)$"),
                Runtime.getRuntime().availableProcessors(),
                memory(firstMatch(Path.of("/proc/meminfo"), "(?m)^MemTotal:\\s*(\\d+) kB$")),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                System.getProperty("java.vendor") + " " + System.getProperty("java.vm.version"),
                command,
                now.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }

    private static String firstMatch(Path file, String pattern) {
        try {
            Matcher matcher = Pattern.compile(pattern).matcher(KernelFile.read(file));
            return matcher.find() ? matcher.group(1) : "unknown";
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String memory(String kibibytes) {
        return kibibytes.equals("unknown")
                ? kibibytes
                : String.format(Locale.ROOT, "%.1f GiB", Long.parseLong(kibibytes) / 1048576.0);
    }
}
