package dev.mooring.hosttuning.verify;

import dev.mooring.capacity.unit.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Turns the output of a {@link Probe} into a {@link HostReading}. Lines outside the probe's own are ignored. A surprise in
 * one reading loses that reading: it counts as one that could not be made.
 */
final class ProbeParser {
    private static final String MARK = "::mooring ";
    private static final String EXIT = MARK + "exit ";
    private static final String END = MARK + "end ";

    private final Map<String, Datum> data = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private int readings;
    private boolean ended;
    private boolean ordered = true;

    private ProbeParser() {}

    static ProbeParser of(String output) {
        ProbeParser parser = new ProbeParser();
        parser.read(output);
        return parser;
    }

    /** What a probe read, whether it finished or not. */
    static HostReading parse(String output) {
        return of(output).reading();
    }

    /** How many readings came to their end. */
    int readings() {
        return readings;
    }

    /** Whether the probe finished, and all readings that it made arrived. */
    boolean isComplete() {
        return ended;
    }

    /**
     * Whether each reading has a beginning and an end of its own, and they come in this order. Some may be missing, in what
     * an older probe recorded: then they could not be made.
     */
    boolean isInOrderOf(List<String> known) {
        int next = 0;
        for (String name : names) {
            int found = known.subList(next, known.size()).indexOf(name);
            if (found < 0) {
                return false;
            }
            next += found + 1;
        }
        return ordered;
    }

    HostReading reading() {
        return new HostReading(
                datum("boot").word(),
                system(),
                memory("MemTotal:"),
                memory("MemAvailable:"),
                Numbers.read(datum("file-nr").word().split(" ", 2)[0]),
                named("kernel "),
                Numbers.read(datum("conntrack-count").word()),
                datum("tracking-rules"),
                named("module "),
                Surprise.contained(
                        () -> new SysctlFiles(ConfigurationFiles.of(datum("sysctl-files")), datum("sysctl-config")),
                        surprise -> new SysctlFiles(ConfigurationFiles.of(Datum.MISSING), Datum.MISSING)),
                Surprise.contained(
                        () -> LimitsReading.of(
                                datum("limits-files"), datum("users"), datum("pam"), datum("first-limits")),
                        surprise -> LimitsReading.of(Datum.MISSING, Datum.MISSING, Datum.MISSING, Datum.MISSING)),
                Surprise.contained(
                        () -> modules(datum("module-files"), datum("modprobe-files")),
                        surprise -> modules(Datum.MISSING, Datum.MISSING)),
                Surprise.contained(
                        () -> UnitReading.of(datum("unit-files"), datum("unit"), datum("unit-conditions")),
                        surprise -> UnitReading.of(Datum.MISSING, Datum.MISSING, Datum.MISSING)),
                Surprise.contained(
                        () -> SessionReading.of(datum("session"), datum("session-group")),
                        surprise -> SessionReading.of(Datum.MISSING, Datum.MISSING)),
                Surprise.contained(this::server, surprise -> Optional.empty()),
                datum("listeners"),
                datum("server-pid"),
                datum("server-status"),
                new PushPortReading(datum("push-settings"), datum("push-answer")),
                Surprise.contained(
                        () -> GroupReading.of(
                                datum("groups"), UnitReading.of(Datum.MISSING, datum("unit"), Datum.MISSING)),
                        surprise -> List.of()),
                datum("pam-messages"),
                datum("record"));
    }

    private Datum datum(String name) {
        return data.getOrDefault(name, Datum.MISSING);
    }

    private ModuleReading modules(Datum load, Datum options) {
        return new ModuleReading(
                ConfigurationFiles.of(load),
                ConfigurationFiles.of(options),
                datum("command-line").word(),
                named("modprobe "));
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
        return Surprise.contained(
                () -> datum("meminfo")
                        .text()
                        .lines()
                        .filter(line -> line.startsWith(name))
                        .map(line -> Numbers.read(line.replaceAll("\\D", "")))
                        .filter(OptionalLong::isPresent)
                        .map(kibibytes -> Bytes.kibi(kibibytes.getAsLong()))
                        .findFirst(),
                surprise -> Optional.empty());
    }

    private Optional<ServerReading> server() {
        OptionalLong pid = Numbers.read(datum("server-pid").word());
        return pid.isPresent()
                ? Optional.of(ServerReading.of(
                        pid.getAsLong(), datum("server-limits"), datum("server-descriptors"), datum("server-age")))
                : Optional.empty();
    }

    /** A reading whose end is missing was cut off and is left out. */
    private void read(String output) {
        Optional<String> name = Optional.empty();
        List<String> lines = new ArrayList<>();
        for (String line : output.lines().toList()) {
            if (line.startsWith(EXIT)) {
                int exitCode = (int) Numbers.read(line.substring(EXIT.length())).orElse(-1);
                ordered &= name.isPresent();
                name.ifPresent(names::add);
                data.put(name.orElse(""), new Datum(String.join("\n", lines).stripTrailing(), exitCode));
                name = Optional.empty();
                readings++;
            } else if (line.startsWith(END)) {
                ended = line.equals(END + readings);
            } else if (line.startsWith(MARK)) {
                ordered &= name.isEmpty();
                name = Optional.of(line.substring(MARK.length()));
                lines.clear();
            } else {
                lines.add(line);
            }
        }
    }
}
