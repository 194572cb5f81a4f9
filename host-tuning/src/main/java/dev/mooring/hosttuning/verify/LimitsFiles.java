package dev.mooring.hosttuning.verify;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** limits.conf and limits.d as pam_limits(8) reads them: limits.conf first, then by name; the last line wins. */
final class LimitsFiles {
    private final ConfigurationFiles files;

    LimitsFiles(ConfigurationFiles files) {
        this.files = files;
    }

    boolean complete() {
        return files.complete();
    }

    /** The line that decides about open files of a domain; {@code type} is soft or hard. */
    Optional<Assignment> winner(String domain, String type) {
        return nofile().stream()
                .filter(line -> word(line, 0).equals(domain))
                .filter(line -> word(line, 1).equals(type) || word(line, 1).equals("-"))
                .max(order())
                .map(line -> new Assignment(word(line, 3), line));
    }

    /** All lines about open files. */
    List<ConfiguredLine> nofile() {
        return files.lines().stream()
                .filter(line -> line.words().size() >= 4 && word(line, 2).equals("nofile"))
                .toList();
    }

    private static Comparator<ConfiguredLine> order() {
        return Comparator.<ConfiguredLine, Boolean>comparing(line -> line.file().contains("limits.d/"))
                .thenComparing(ConfiguredLine::fileName)
                .thenComparingInt(ConfiguredLine::number);
    }

    static String word(ConfiguredLine line, int index) {
        return line.words().get(index);
    }
}
