package dev.mooring.hosttuning.verify;

import dev.mooring.hosttuning.setting.Setting.UnitProperty;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The server's unit: its files, and what systemd makes of them.
 *
 * @param files the unit file and its drop-ins, in all folders that systemd looks into
 * @param lasting what the next boot reads
 * @param pending what systemd has once it reads its files again, those of /run among them
 * @param shown what {@code systemctl show} prints; empty where systemd does not run
 * @param conditions of its files, each with whether it is met; empty where systemd does not say
 * @param isUnanswered whether systemd runs and could not be asked, so that nobody knows what it makes of the files
 */
record UnitFacts(
        ConfigurationFiles files,
        UnitFiles lasting,
        UnitFiles pending,
        Map<String, String> shown,
        Map<String, Boolean> conditions,
        boolean isUnanswered) {
    static final String UNANSWERED = "systemctl show gave no answer about the unit, in time or at all.";

    /** Before the name of a property: what systemd takes where no file of a unit sets it. */
    static final String DEFAULT = "Default";

    private static final int NO_SUCH_PROGRAM = 127;

    UnitFacts {
        shown = Map.copyOf(shown);
        conditions = Map.copyOf(conditions);
    }

    static UnitFacts of(ProbeSection files, ProbeSection show, ProbeSection conditions) {
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
        ConfigurationFiles lines = ConfigurationFiles.of(files);
        return new UnitFacts(lines, UnitFiles.lasting(lines), UnitFiles.current(lines), shown, met, !answered);
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

    /** What systemd has read of the unit and this check did not; empty where both read the same files. */
    Optional<String> elsewhere() {
        if (show("NeedDaemonReload").equals("yes") || isMasked()) {
            return Optional.empty();
        }
        String paths = (show("FragmentPath") + " " + show("DropInPaths")).replace("\"", "");
        // A name may have a space, and the unit file's is the beginning of its drop-ins'.
        List<String> read = files.lines().stream()
                .filter(line -> line.number() == 0)
                .map(ConfiguredLine::file)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        for (String file : read) {
            paths = paths.replace(file, "").replace(file.replaceFirst("^/usr", ""), "");
        }
        return Arrays.stream(paths.split(" ", -1))
                // What systemctl set-property writes: resources, and none of what is asked here.
                .filter(path -> !path.isEmpty() && !path.contains("/systemd/system.control/"))
                .findFirst();
    }

    OptionalLong mainPid() {
        return KernelNumber.read(show("MainPID"));
    }

    /** The line that decides about a property at the next boot: the last one in its section of the last drop-in. */
    Optional<Assignment> winner(String key) {
        return lasting().winner(key);
    }

    /** The last name among the drop-ins; empty when there is none. */
    String lastDropIn() {
        return files.lines().stream()
                .filter(line -> line.file().contains(".d/"))
                .map(ConfiguredLine::fileName)
                .max(String::compareTo)
                .orElse("");
    }

    /** A property in the words of a unit file: times in seconds. What systemd shows of a unit that it masks is not its. */
    Optional<String> property(String name) {
        return isMasked() ? Optional.empty() : inWords(name);
    }

    /** Who says what systemd makes of the files. */
    Evidence evidence() {
        return shown.isEmpty() ? Evidence.FILES : Evidence.SYSTEMCTL;
    }

    boolean isMasked() {
        return show("LoadState").equals("masked");
    }

    /** A property of a unit whose files do not set it; empty where systemd does not say. */
    Optional<String> defaultOf(UnitProperty property) {
        return property.key().equals("Restart") ? Optional.of("no") : inWords(DEFAULT + property.shown());
    }

    private Optional<String> inWords(String name) {
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
