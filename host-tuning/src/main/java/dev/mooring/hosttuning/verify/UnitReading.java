package dev.mooring.hosttuning.verify;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The server's unit: its files, and what systemd makes of them.
 *
 * @param files the unit file and its drop-ins, in all folders that systemd looks into
 * @param shown what {@code systemctl show} prints; empty where systemd does not run
 * @param conditions of its files, each with whether it is met; empty where systemd does not say
 * @param isUnanswered whether systemd runs and could not be asked, so that nobody knows what it makes of the files
 */
record UnitReading(
        ConfigurationFiles files, Map<String, String> shown, Map<String, Boolean> conditions, boolean isUnanswered) {
    static final String UNANSWERED = "systemctl show gave no answer about the unit, in time or at all.";

    private static final int NO_SUCH_PROGRAM = 127;

    UnitReading {
        shown = Map.copyOf(shown);
        conditions = Map.copyOf(conditions);
    }

    static UnitReading of(Datum files, Datum show, Datum conditions) {
        Map<String, String> shown = new HashMap<>();
        if (show.isRead()) {
            show.text()
                    .lines()
                    .map(line -> line.split("=", 2))
                    .filter(parts -> parts.length == 2)
                    .forEach(parts -> shown.put(parts[0], parts[1]));
        }
        Map<String, Boolean> met = new HashMap<>();
        if (conditions.isRead()) {
            conditions
                    .text()
                    .lines()
                    .map(line -> line.split(" ", 2))
                    .filter(parts -> parts.length == 2)
                    .forEach(parts -> met.put(parts[1], parts[0].equals("0")));
        }
        boolean answered = show.isRead() || show.isAbsent() || show.exitCode() == NO_SUCH_PROGRAM;
        return new UnitReading(ConfigurationFiles.of(files), shown, met, !answered);
    }

    boolean exists() {
        return files.lines().stream().anyMatch(line -> line.file().endsWith(".service"))
                || show("LoadState").equals("loaded");
    }

    boolean enabled() {
        return fileState().equals("enabled");
    }

    /** As {@code systemctl is-enabled} has it from the links that are there now. */
    String fileState() {
        String asked = show("IsEnabled");
        return asked.isEmpty() ? show("UnitFileState") : asked;
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
        return UnitFiles.lasting(files).winner(key);
    }

    /** The line that decides once systemd reads its files again, those of /run among them. */
    Optional<Assignment> pending(String key) {
        return UnitFiles.current(files).winner(key);
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
            case "LimitNOFILE" -> UnitLimit.hard(value).orElse(value);
            case "TimeoutStopSec" -> TimeSpan.limit(value).orElse(value);
            default -> value;
        };
    }
}
