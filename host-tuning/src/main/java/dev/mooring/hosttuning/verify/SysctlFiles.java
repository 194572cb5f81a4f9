package dev.mooring.hosttuning.verify;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sysctl.d files as systemd applies them at boot (sysctl.d(5)): of files with one name the one in the first
 * directory counts, and of all files the one with the last name wins. /etc/sysctl.conf is not among them, except through
 * the link 99-sysctl.conf.
 */
final class SysctlFiles {
    private static final List<String> DIRECTORIES =
            List.of("/etc/sysctl.d/", "/run/sysctl.d/", "/usr/local/lib/sysctl.d/", "/usr/lib/sysctl.d/");

    private final ConfigurationFiles files;

    SysctlFiles(ConfigurationFiles files) {
        this.files = files;
    }

    boolean complete() {
        return files.complete();
    }

    /** The line that decides about a key at boot. */
    Optional<Assignment> winner(String key) {
        Map<String, String> chosen = new HashMap<>();
        for (String directory : DIRECTORIES) {
            files.lines().stream()
                    .filter(line -> line.file().startsWith(directory))
                    .forEach(line -> chosen.putIfAbsent(line.fileName(), line.file()));
        }
        return files.lines().stream()
                .filter(line -> line.number() > 0 && line.file().equals(chosen.get(line.fileName())))
                .filter(line -> keyOf(line.text()).equals(key))
                .max(Comparator.comparing(ConfiguredLine::fileName).thenComparingInt(ConfiguredLine::number))
                .map(line -> new Assignment(valueOf(line.text()), line));
    }

    /** All lines that name a key, in whatever file, /etc/sysctl.conf too. */
    List<ConfiguredLine> naming(String key) {
        return files.lines().stream()
                .filter(line -> line.number() > 0 && keyOf(line.text()).equals(key))
                .toList();
    }

    /** Keys may be written with slashes, and with a dash that forgives failures. */
    private static String keyOf(String text) {
        String key = text.split("=", 2)[0].strip();
        String bare = key.startsWith("-") ? key.substring(1).strip() : key;
        int dot = bare.indexOf('.');
        int slash = bare.indexOf('/');
        return slash >= 0 && (dot < 0 || slash < dot) ? bare.replace('/', '.') : bare;
    }

    private static String valueOf(String text) {
        String[] parts = text.split("=", 2);
        return parts.length < 2 ? "" : parts[1].strip().replaceAll("\\s+", " ");
    }
}
