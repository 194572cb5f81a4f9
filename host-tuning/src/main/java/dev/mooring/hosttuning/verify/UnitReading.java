package dev.mooring.hosttuning.verify;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server's unit: its files, and what systemd makes of them.
 *
 * @param files the unit file and its drop-ins
 * @param shown what {@code systemctl show} prints; empty where systemd does not run
 */
record UnitReading(ConfigurationFiles files, Map<String, String> shown) {
    private static final Pattern SPAN = Pattern.compile("(\\d+)(h|min|s|ms|us|d)");

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
        return !files.lines().isEmpty() || shown.getOrDefault("LoadState", "").equals("loaded");
    }

    boolean enabled() {
        return shown.getOrDefault("UnitFileState", "").equals("enabled");
    }

    OptionalLong mainPid() {
        return Numbers.read(shown.getOrDefault("MainPID", ""));
    }

    /** The line that decides about a property: the last one of the last drop-in. */
    Optional<Assignment> winner(String key) {
        return files.lines().stream()
                .filter(line -> line.text().startsWith(key + "="))
                .max(Comparator.<ConfiguredLine, Boolean>comparing(
                                line -> line.file().contains(".service.d/"))
                        .thenComparing(ConfiguredLine::fileName)
                        .thenComparingInt(ConfiguredLine::number))
                .map(line -> new Assignment(line.text().substring(key.length() + 1), line));
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
        return name.endsWith("USec") ? value.map(UnitReading::seconds) : value;
    }

    private static String seconds(String span) {
        Duration sum = Duration.ZERO;
        Matcher matcher = SPAN.matcher(span);
        while (matcher.find()) {
            sum = sum.plus(part(Long.parseLong(matcher.group(1)), matcher.group(2)));
        }
        return span.equals("infinity") ? span : Long.toString(sum.toSeconds());
    }

    private static Duration part(long number, String unit) {
        return switch (unit) {
            case "d" -> Duration.ofDays(number);
            case "h" -> Duration.ofHours(number);
            case "min" -> Duration.ofMinutes(number);
            case "ms" -> Duration.ofMillis(number);
            case "us" -> Duration.ofNanos(number * 1000);
            default -> Duration.ofSeconds(number);
        };
    }
}
