package dev.mooring.hosttuning.verify;

import dev.mooring.capacity.unit.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Turns the output of a {@link Probe} into a {@link HostReading}. Lines outside the probe's own are ignored. */
final class ProbeParser {
    private static final String MARK = "::mooring ";
    private static final String END = MARK + "exit ";

    private final Map<String, Datum> data;

    private ProbeParser(Map<String, Datum> data) {
        this.data = data;
    }

    static HostReading parse(String output) {
        return new ProbeParser(sections(output)).reading();
    }

    private HostReading reading() {
        return new HostReading(
                system(),
                memory("MemTotal:"),
                memory("MemAvailable:"),
                Numbers.read(datum("file-nr").word().split(" ", 2)[0]),
                named("kernel "),
                Numbers.read(datum("conntrack-count").word()),
                named("module "),
                new SysctlFiles(ConfigurationFiles.of(datum("sysctl-files"))),
                new LimitsFiles(ConfigurationFiles.of(datum("limits-files"))),
                ConfigurationFiles.of(datum("module-files")),
                UnitReading.of(datum("unit-files"), datum("unit")),
                SessionReading.of(datum("session")),
                server(),
                datum("pam-messages"),
                datum("record"));
    }

    private Datum datum(String name) {
        return data.getOrDefault(name, Datum.MISSING);
    }

    private Map<String, Datum> named(String prefix) {
        return data.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .collect(Collectors.toMap(entry -> entry.getKey().substring(prefix.length()), Map.Entry::getValue));
    }

    private String system() {
        String distribution =
                datum("os-release").word().replaceFirst("^PRETTY_NAME=", "").replace("\"", "");
        return List.of(datum("uname").word(), distribution).stream()
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private Optional<Bytes> memory(String name) {
        return datum("meminfo")
                .text()
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> Numbers.read(line.replaceAll("\\D", "")))
                .filter(OptionalLong::isPresent)
                .map(kibibytes -> Bytes.kibi(kibibytes.getAsLong()))
                .findFirst();
    }

    private Optional<ServerReading> server() {
        OptionalLong pid = Numbers.read(datum("server-pid").word());
        return pid.isPresent()
                ? Optional.of(ServerReading.of(pid.getAsLong(), datum("server-limits"), datum("server-descriptors")))
                : Optional.empty();
    }

    /** The readings by name; one whose end is missing was cut off and is left out. */
    private static Map<String, Datum> sections(String output) {
        Map<String, Datum> sections = new HashMap<>();
        String name = "";
        List<String> lines = new ArrayList<>();
        for (String line : output.lines().toList()) {
            if (line.startsWith(END)) {
                int exitCode = (int) Numbers.read(line.substring(END.length())).orElse(-1);
                sections.put(name, new Datum(String.join("\n", lines).stripTrailing(), exitCode));
            } else if (line.startsWith(MARK)) {
                name = line.substring(MARK.length());
                lines.clear();
            } else {
                lines.add(line);
            }
        }
        return sections;
    }
}
