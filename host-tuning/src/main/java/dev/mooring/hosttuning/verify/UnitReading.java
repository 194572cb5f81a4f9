package dev.mooring.hosttuning.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The server's unit: its files, and what systemd makes of them.
 *
 * @param files the unit file and its drop-ins, in all folders that systemd looks into
 * @param shown what {@code systemctl show} prints; empty where systemd does not run
 */
record UnitReading(ConfigurationFiles files, Map<String, String> shown) {
    private static final List<String> FOLDERS = List.of(
            "/etc/systemd/system/",
            "/run/systemd/system/",
            "/usr/local/lib/systemd/system/",
            "/usr/lib/systemd/system/",
            "/lib/systemd/system/");

    UnitReading {
        shown = Map.copyOf(shown);
    }

    static UnitReading of(Datum files, Datum show) {
        Map<String, String> shown = new HashMap<>();
        if (show.isRead()) {
            show.text()
                    .lines()
                    .map(line -> line.split("=", 2))
                    .filter(parts -> parts.length == 2)
                    .forEach(parts -> shown.put(parts[0], parts[1]));
        }
        return new UnitReading(ConfigurationFiles.of(files), shown);
    }

    boolean exists() {
        return files.lines().stream().anyMatch(line -> line.file().endsWith(".service"))
                || show("LoadState").equals("loaded");
    }

    boolean enabled() {
        return show("UnitFileState").equals("enabled");
    }

    /** A property as systemd prints it; empty where it does not. */
    String show(String name) {
        return shown.getOrDefault(name, "");
    }

    /** Whether what systemd goes by now is not what the next boot reads: files changed since, or some are in /run. */
    boolean isPassing() {
        return show("NeedDaemonReload").equals("yes")
                || (show("FragmentPath") + " " + show("DropInPaths")).contains("/run/");
    }

    OptionalLong mainPid() {
        return Numbers.read(show("MainPID"));
    }

    /** The line that decides about a property at the next boot: the last one in its section of the last drop-in. */
    Optional<Assignment> winner(String key) {
        Optional<Assignment> winner = Optional.empty();
        String section = "";
        String file = "";
        for (ConfiguredLine line : lasting()) {
            section = line.file().equals(file) ? section : "";
            file = line.file();
            if (line.text().startsWith("[")) {
                section = line.text();
            }
            String[] parts = line.text().split("=", 2);
            boolean sets = parts.length == 2
                    && (parts[0].strip().equals(key)
                            || (key.equals("TimeoutStopSec") && parts[0].strip().equals("TimeoutSec")));
            if (sets && section.equals("[Service]") && isUnderstood(key, parts[1].strip())) {
                winner = Optional.of(new Assignment(parts[1].strip(), line));
            }
        }
        return winner;
    }

    /** What systemd cannot read it ignores, an empty limit too. */
    private static boolean isUnderstood(String key, String value) {
        return switch (key) {
            case "LimitNOFILE" -> value.matches("(\\d+|infinity)(:(\\d+|infinity))?");
            case "TimeoutStopSec" -> TimeSpan.seconds(value).isPresent();
            default -> true;
        };
    }

    private List<ConfiguredLine> lasting() {
        List<ConfiguredLine> lines = new ArrayList<>();
        FOLDERS.stream()
                .filter(folder -> !folder.startsWith("/run/"))
                .map(folder -> files.lines().stream()
                        .filter(line -> line.isIn(folder) && line.file().endsWith(".service"))
                        .toList())
                .filter(found -> !found.isEmpty())
                .findFirst()
                .ifPresent(lines::addAll);
        lines.addAll(ConfigurationFolders.lasting(files, dropIns()));
        return lines;
    }

    /** The folders of drop-ins: of the unit, of units with the same beginning, of all services. */
    private List<String> dropIns() {
        return Stream.concat(
                        FOLDERS.stream()
                                .flatMap(folder -> files.lines().stream()
                                        .map(ConfiguredLine::folder)
                                        .filter(found -> found.startsWith(folder) && !found.equals(folder))
                                        .filter(found -> !found.endsWith("/service.d/"))
                                        .sorted((one, other) -> other.length() - one.length())),
                        FOLDERS.stream().map(folder -> folder + "service.d/"))
                .distinct()
                .toList();
    }

    /** The last name among the drop-ins; empty when there is none. */
    String lastDropIn() {
        return files.lines().stream()
                .filter(line -> line.file().contains(".d/"))
                .map(ConfiguredLine::fileName)
                .max(String::compareTo)
                .orElse("");
    }

    /** A property in the words of a unit file: times in seconds. */
    Optional<String> property(String name) {
        Optional<String> value = Optional.ofNullable(shown.get(name));
        return name.endsWith("USec") ? value.map(span -> TimeSpan.seconds(span).orElse(span)) : value;
    }

    /** A line's value as {@link #property} has it: a time in seconds, of two limits the hard one. */
    static String comparable(String key, String value) {
        return switch (key) {
            case "LimitNOFILE" -> value.substring(value.indexOf(':') + 1);
            case "TimeoutStopSec" -> TimeSpan.seconds(value).orElse(value);
            default -> value;
        };
    }
}
