package dev.mooring.hosttuning.verify;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The one rule by which sysctl.d, modules-load.d, modprobe.d and the drop-ins of units are read: of files with one name the
 * one in the first folder counts, an empty one too, and the files are read in the order of their names.
 */
final class ConfigurationFolders {
    /** Folders whose files are gone after a reboot, unless something makes them anew. */
    private static final String VOLATILE = "/run/";

    private ConfigurationFolders() {}

    /** The usual folders of a kind, the first before the others. */
    static List<String> of(String kind) {
        return List.of(
                "/etc/" + kind + "/",
                "/run/" + kind + "/",
                "/usr/local/lib/" + kind + "/",
                "/usr/lib/" + kind + "/",
                "/lib/" + kind + "/");
    }

    /** The lines that count now, in the order in which they are read. */
    static List<ConfiguredLine> lines(ConfigurationFiles files, List<String> folders) {
        return lines(files, folders, folder -> true);
    }

    /** The lines that count after a reboot if nothing writes to /run before. */
    static List<ConfiguredLine> lasting(ConfigurationFiles files, List<String> folders) {
        return lines(files, folders, folder -> !folder.startsWith(VOLATILE));
    }

    private static List<ConfiguredLine> lines(
            ConfigurationFiles files, List<String> folders, Predicate<String> counts) {
        Map<String, String> chosen = new HashMap<>();
        folders.stream()
                .filter(counts)
                .forEach(folder -> files.lines().stream()
                        .filter(line -> line.isIn(folder))
                        .forEach(line -> chosen.putIfAbsent(line.fileName(), line.file())));
        return files.lines().stream()
                .filter(line -> line.number() > 0 && line.file().equals(chosen.get(line.fileName())))
                .sorted(Comparator.comparing(ConfiguredLine::fileName).thenComparingInt(ConfiguredLine::number))
                .toList();
    }
}
