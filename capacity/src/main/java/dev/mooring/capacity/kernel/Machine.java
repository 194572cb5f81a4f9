package dev.mooring.capacity.kernel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where and how a run was made, so that its figures can be judged later. */
public record Machine(
        String host, Processor processor, String memory, String kernel, String jdk, String command, String date) {

    /** This machine, now. */
    public static Machine here(String command, Instant now) {
        return new Machine(
                hostName(),
                new Processor(
                        firstMatch(Path.of("/proc/cpuinfo"), "(?m)^model name\\s*: (.+)$"),
                        Runtime.getRuntime().availableProcessors()),
                memory(firstMatch(Path.of("/proc/meminfo"), "(?m)^MemTotal:\\s*(\\d+) kB$")),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                System.getProperty("java.vendor") + " " + System.getProperty("java.vm.version"),
                command,
                now.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /** By name and flat, in the order in which reports for programs have it. */
    public SequencedMap<String, Object> members() {
        SequencedMap<String, Object> members = new LinkedHashMap<>();
        members.put("host", host);
        members.put("processor", processor.model());
        members.put("processors", processor.count());
        members.put("memory", memory);
        members.put("kernel", kernel);
        members.put("jdk", jdk);
        members.put("command", command);
        members.put("date", date);
        return members;
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
