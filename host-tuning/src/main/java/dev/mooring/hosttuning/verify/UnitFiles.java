package dev.mooring.hosttuning.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The files of a unit as systemd reads them: one unit file, then the drop-ins by name (systemd.unit(5), systemd.syntax(7)).
 *
 * @param assignments in order; lines outside of a section, or that assign nothing, are not among them
 * @param mask the unit file where that is empty or a link to /dev/null: then systemd reads nothing of the unit
 */
record UnitFiles(List<Line> assignments, Optional<String> mask) {
    private static final List<String> FOLDERS = List.of(
            "/etc/systemd/system/",
            "/run/systemd/system/",
            "/usr/local/lib/systemd/system/",
            "/usr/lib/systemd/system/",
            "/lib/systemd/system/");
    private static final String VOLATILE = "/run/";

    /** One assignment; its line is the one on which it ends. */
    record Line(String section, String key, String value, ConfiguredLine line) {}

    UnitFiles {
        assignments = List.copyOf(assignments);
    }

    /** What systemd has once it reads its files again. */
    static UnitFiles current(ConfigurationFiles files) {
        return of(files, folder -> true);
    }

    /** What the next boot reads, unless something writes to /run before. */
    static UnitFiles lasting(ConfigurationFiles files) {
        return of(files, folder -> !folder.startsWith(VOLATILE));
    }

    private static UnitFiles of(ConfigurationFiles files, Predicate<String> counts) {
        List<ConfiguredLine> unit = FOLDERS.stream()
                .filter(counts)
                .map(folder -> files.lines().stream()
                        .filter(line -> line.isIn(folder) && line.file().endsWith(".service"))
                        .toList())
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
        List<String> folders = dropIns(files).stream().filter(counts).toList();
        List<Line> assignments = new ArrayList<>();
        byFile(unit).forEach(lines -> read(lines, assignments));
        byFile(ConfigurationFolders.lines(files, folders)).forEach(lines -> read(lines, assignments));
        Optional<String> mask = unit.stream()
                .filter(ConfiguredLine::isEmptyFile)
                .map(ConfiguredLine::file)
                .findFirst();
        // Without a unit file there is no unit, whatever its drop-ins say.
        return new UnitFiles(mask.isPresent() || unit.isEmpty() ? List.of() : assignments, mask);
    }

    /** The folders of drop-ins: of the unit, of units with the same beginning, of all services. */
    private static List<String> dropIns(ConfigurationFiles files) {
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

    private static List<List<ConfiguredLine>> byFile(List<ConfiguredLine> lines) {
        List<List<ConfiguredLine>> files = new ArrayList<>();
        for (ConfiguredLine line : lines) {
            if (line.number() == 0) {
                continue;
            }
            if (files.isEmpty() || !files.getLast().getFirst().file().equals(line.file())) {
                files.add(new ArrayList<>());
            }
            files.getLast().add(line);
        }
        return files;
    }

    /** A line that ends with a backslash goes on with the next one that is no comment, an empty one too. */
    private static void read(List<ConfiguredLine> lines, List<Line> assignments) {
        String section = "";
        StringBuilder begun = new StringBuilder();
        for (ConfiguredLine line : lines) {
            begun.append(line.text());
            boolean last = line.number() == lines.getLast().number();
            if (goesOn(begun)) {
                begun.setCharAt(begun.length() - 1, ' ');
                if (!last) {
                    continue;
                }
            }
            String text = begun.toString().strip();
            begun.setLength(0);
            if (text.startsWith("[")) {
                if (!text.endsWith("]")) {
                    // systemd reads no further in such a file.
                    return;
                }
                section = text.substring(1, text.length() - 1);
            } else if (text.indexOf('=') > 0 && !section.isEmpty()) {
                String[] parts = text.split("=", 2);
                assignments.add(new Line(section, parts[0].strip(), parts[1].strip(), line));
            }
        }
    }

    private static boolean goesOn(CharSequence text) {
        boolean escaped = false;
        for (int index = 0; index < text.length(); index++) {
            escaped = !escaped && text.charAt(index) == '\\';
        }
        return escaped;
    }

    /** The assignment that decides: the last one that systemd understands. */
    Optional<Assignment> winner(String key) {
        return assignments.stream()
                .filter(line -> line.section().equals("Service"))
                .filter(line -> line.key().equals(key)
                        || (key.equals("TimeoutStopSec") && line.key().equals("TimeoutSec")))
                .filter(line -> isUnderstood(key, line.value()))
                .reduce((one, later) -> later)
                .map(line -> new Assignment(line.value(), line.line()));
    }

    /** What systemd cannot read it ignores, an empty value too. */
    private static boolean isUnderstood(String key, String value) {
        return switch (key) {
            case "LimitNOFILE" -> UnitLimit.hard(value).isPresent();
            case "TimeoutStopSec" -> TimeSpan.limit(value).isPresent();
            case "Restart" ->
                List.of("no", "on-success", "on-failure", "on-abnormal", "on-watchdog", "on-abort", "always")
                        .contains(value);
            default -> true;
        };
    }

    /** The commands that start the service; an empty assignment takes back those before it. */
    List<String> commands() {
        List<String> commands = new ArrayList<>();
        assignments.stream()
                .filter(line -> line.section().equals("Service") && line.key().equals("ExecStart"))
                .forEach(line -> {
                    if (line.value().isEmpty()) {
                        commands.clear();
                    } else {
                        commands.add(line.value());
                    }
                });
        return commands;
    }

    /** The conditions of a kind, {@code Condition} or {@code Assert}; an empty assignment takes back all before it. */
    List<String> conditions(String kind) {
        List<String> conditions = new ArrayList<>();
        assignments.stream()
                .filter(line -> line.section().equals("Unit") && line.key().startsWith(kind))
                .filter(line -> line.key().length() > kind.length())
                .forEach(line -> {
                    if (line.value().isEmpty()) {
                        conditions.clear();
                    } else {
                        conditions.add(line.key() + "=" + line.value());
                    }
                });
        return conditions;
    }
}
