package dev.mooring.proof.vm;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.workbench.procfs.ResidentMemory;
import dev.mooring.workbench.procfs.SocketMemory;
import dev.mooring.workbench.shipped.ServerStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the machine says of itself at one moment, from the text of {@code src/main/vm/reading}.
 *
 * @param uptime of the guest
 * @param conntrack entries
 * @param collectionCpu processor time of the server's longest collection, in steps of 10 ms
 * @param drops ListenOverflows, ListenDrops, TCPMemoryPressures
 * @param status the server's own
 */
record GuestSnapshot(
        Duration uptime,
        GuestMemory memory,
        long conntrack,
        Duration collectionCpu,
        Map<String, Long> drops,
        ServerStatus status) {
    private static final List<String> DROPS =
            List.of("ListenOverflows", "ListenDrops", "SyncookiesSent", "TCPMemoryPressures", "TCPTimeouts");

    private static final Pattern COLLECTION = Pattern.compile("User=([0-9.]+)s Sys=([0-9.]+)s");

    static GuestSnapshot parse(String text) throws IOException {
        Map<String, String> sections = new HashMap<>();
        for (String part : text.split("(?m)^== ", -1)) {
            int end = part.indexOf('\n');
            if (end > 0) {
                sections.put(part.substring(0, end), part.substring(end + 1));
            }
        }
        String memory = section(sections, "meminfo");
        return new GuestSnapshot(
                seconds(section(sections, "uptime").split(" ", 2)[0]),
                new GuestMemory(
                        used(memory),
                        SocketMemory.parse(section(sections, "slabinfo"), memory),
                        ResidentMemory.parse(section(sections, "resident")).resident(),
                        Bytes.kibi(section(sections, "generator")
                                .lines()
                                .filter(line -> line.startsWith("Rss:"))
                                .mapToLong(line -> field(line, "Rss:"))
                                .sum()),
                        Long.parseLong(section(sections, "sockstat").replaceAll("(?s).*TCP: .* mem (\\d+).*", "$1"))),
                Long.parseLong(section(sections, "conntrack").strip()),
                collectionCpu(section(sections, "collections")),
                drops(section(sections, "netstat")),
                ServerStatus.parse(section(sections, "status")));
    }

    long open() {
        return status.open();
    }

    /**
     * Whether the clients have begun to close their connections: they close with 1000 after their hold, and nobody else
     * sends that code. A connection that is lost is counted under another one.
     */
    boolean closing() {
        return status.closed(1000) > 0;
    }

    long pings() {
        return status.pingsSent();
    }

    long pingTimeouts() {
        return status.pingTimeouts();
    }

    Duration longestPause() {
        return status.longestCollection();
    }

    Duration serverCpu() {
        return status.cpuTime();
    }

    /** MemAvailable would count a part of the sockets' inodes and dentries as if they could be freed. */
    private static Bytes used(String memory) {
        return Bytes.kibi(field(memory, "MemTotal:")
                - field(memory, "MemFree:")
                - field(memory, "Buffers:")
                - field(memory, "Cached:"));
    }

    private static Duration seconds(String text) {
        return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
    }

    private static String section(Map<String, String> sections, String name) {
        String text = sections.get(name);
        if (text == null) {
            throw new IllegalArgumentException(
                    "no section " + name + " in the machine's reading: " + sections.keySet());
        }
        return text;
    }

    private static long field(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no " + name + " in: " + text));
    }

    /** Of lines such as {@code [0.9s][info][gc,cpu] GC(0) User=0.03s Sys=0.01s Real=0.05s}. */
    private static Duration collectionCpu(String log) {
        return COLLECTION
                .matcher(log)
                .results()
                .map(line -> seconds(line.group(1)).plus(seconds(line.group(2))))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** A line of names, then a line of values, both beginning with {@code TcpExt:}. */
    private static Map<String, Long> drops(String netstat) {
        List<String> lines =
                netstat.lines().filter(line -> line.startsWith("TcpExt:")).toList();
        List<String> names = Arrays.asList(lines.getFirst().split(" ", -1));
        List<String> values = Arrays.asList(lines.getLast().split(" ", -1));
        Map<String, Long> drops = new HashMap<>();
        DROPS.stream()
                .filter(names::contains)
                .forEach(name -> drops.put(name, Long.parseLong(values.get(names.indexOf(name)))));
        return Map.copyOf(drops);
    }
}
