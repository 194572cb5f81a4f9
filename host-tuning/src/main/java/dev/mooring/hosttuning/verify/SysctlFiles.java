package dev.mooring.hosttuning.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sysctl.d files as systemd-sysctl applies them at boot (sysctl.d(5)). /etc/sysctl.conf is not among them, except
 * through the link 99-sysctl.conf.
 */
final class SysctlFiles {
    static final String DIRECTORY = "/etc/sysctl.d/";

    private static final String NOTHING_MORE = "nothing more";
    private static final List<String> FOLDERS = ConfigurationFolders.of("sysctl.d");

    private final ConfigurationFiles files;
    private final ProbeSection told;

    /** Every line is asked about for every key, so it is parsed once. */
    private final Map<ConfiguredLine, Optional<Line>> parsed = new HashMap<>();

    private final List<ConfiguredLine> effective;
    private final Map<SysctlKey, Line> now;
    private final Map<SysctlKey, Line> lasting;

    /**
     * Takes the files, and what systemd says of them.
     *
     * @param told the lines of {@code systemd-analyze cat-config sysctl.d} that say something; unread where it is not there
     */
    SysctlFiles(ConfigurationFiles files, ProbeSection told) {
        this.files = files;
        this.told = told;
        files.lines().forEach(line -> parsed.computeIfAbsent(line, Line::of));
        effective = ConfigurationFolders.lines(files, FOLDERS);
        now = options(effective);
        lasting = options(ConfigurationFolders.lasting(files, FOLDERS));
    }

    boolean complete() {
        return files.complete();
    }

    ConfigurationFiles files() {
        return files;
    }

    /** Who says which lines count, in which order. */
    Evidence evidence() {
        return complete() && told.isRead() && disagreement().isEmpty() ? Evidence.CAT_CONFIG : Evidence.FILES;
    }

    /** The first line that systemd reads in another place than this check does, in words; empty where both agree. */
    Optional<String> disagreement() {
        if (!complete() || !told.isRead()) {
            return Optional.empty();
        }
        List<ConfiguredLine> ours = effective;
        List<String> theirs = told.text()
                .lines()
                .map(ConfigurationFiles::trimmed)
                .filter(line -> !line.isEmpty())
                .toList();
        for (int index = 0; index < Math.max(ours.size(), theirs.size()); index++) {
            String our = index < ours.size() ? ours.get(index).text() : NOTHING_MORE;
            String their = index < theirs.size() ? theirs.get(index) : NOTHING_MORE;
            if (!our.equals(their)) {
                String origin = index < ours.size() ? ours.get(index).origin() + ", " : "";
                return Optional.of("systemd reads " + their + " where the files have " + origin + our);
            }
        }
        return Optional.empty();
    }

    /** What is written to a key at boot, the last write last: all of them, because the kernel may refuse the last. */
    List<Assignment> writes(String key) {
        return writes(SysctlKey.of(key), now);
    }

    /** What is written if the files in /run do not come back. */
    List<Assignment> lastingWrites(String key) {
        return writes(SysctlKey.of(key), lasting);
    }

    /** The line that decides about a key at boot. */
    Optional<Assignment> winner(String key) {
        List<Assignment> writes = writes(key);
        return writes.isEmpty() ? Optional.empty() : Optional.of(writes.getLast());
    }

    /** The other names of a variable that files set. */
    List<SysctlKey> aliasesInUse(String key) {
        return SysctlKey.of(key).aliases().stream()
                .filter(alias -> !naming(alias.inWords()).isEmpty())
                .toList();
    }

    /** The last name among the files that set a variable or take it out; empty when there is none. */
    String lastFileNaming(String key) {
        List<SysctlKey> names = new ArrayList<>(SysctlKey.of(key).aliases());
        names.add(SysctlKey.of(key));
        return effective.stream()
                .filter(line ->
                        line(line).filter(found -> names.contains(found.key())).isPresent())
                .map(ConfiguredLine::fileName)
                .max(String::compareTo)
                .orElse("");
    }

    /** All lines that name a key, in whatever file, /etc/sysctl.conf too. */
    List<ConfiguredLine> naming(String key) {
        SysctlKey wanted = SysctlKey.of(key);
        return files.lines().stream()
                .filter(line -> line.number() > 0)
                .filter(line ->
                        line(line).filter(found -> found.key().equals(wanted)).isPresent())
                .toList();
    }

    /** The last line of each key, in the order in which they are written. */
    private Map<SysctlKey, Line> options(List<ConfiguredLine> lines) {
        Map<SysctlKey, Line> options = new LinkedHashMap<>();
        for (ConfiguredLine text : lines) {
            line(text).ifPresent(line -> {
                Line before = options.get(line.key());
                // The same value again changes nothing, not even the order.
                if (before == null || !before.value().equals(line.value())) {
                    options.remove(line.key());
                    options.put(line.key(), line);
                }
            });
        }
        return options;
    }

    /** An explicit line beats every pattern, and a key that a line with a dash and no value takes out is not written. */
    private static List<Assignment> writes(SysctlKey key, Map<SysctlKey, Line> options) {
        List<SysctlKey> aliases = key.aliases();
        List<Assignment> writes = new ArrayList<>();
        options.forEach((name, line) -> line.value().ifPresent(value -> {
            boolean explicit = name.equals(key) || aliases.contains(name);
            if (explicit || (name.isPattern() && isLeftTo(name, key, options))) {
                writes.add(new Assignment(value, line.origin()));
            }
        }));
        return writes;
    }

    private Optional<Line> line(ConfiguredLine line) {
        return parsed.getOrDefault(line, Optional.empty());
    }

    private static boolean isLeftTo(SysctlKey pattern, SysctlKey key, Map<SysctlKey, Line> options) {
        return (pattern.covers(key) && !options.containsKey(key))
                || key.aliases().stream().anyMatch(alias -> pattern.covers(alias) && !options.containsKey(alias));
    }

    /** A line that systemd-sysctl does not ignore. */
    private record Line(SysctlKey key, Optional<String> value, ConfiguredLine origin) {
        static Optional<Line> of(ConfiguredLine line) {
            String text = line.text();
            boolean dash = text.startsWith("-");
            String[] parts = (dash ? text.substring(1) : text).split("=", 2);
            if (parts.length < 2 && !dash) {
                return Optional.empty();
            }
            Optional<String> value =
                    parts.length < 2 ? Optional.empty() : Optional.of(ConfigurationFiles.trimmed(parts[1]));
            return Optional.of(new Line(SysctlKey.of(ConfigurationFiles.trimmed(parts[0])), value, line));
        }
    }
}
