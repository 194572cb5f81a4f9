package dev.mooring.hosttuning.verify;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Lines of the configuration files of one kind.
 *
 * @param complete whether every file could be read; where one could not, nothing is certain
 * @param lines in the order in which the shell named the files
 */
record ConfigurationFiles(boolean complete, List<ConfiguredLine> lines) {
    ConfigurationFiles {
        lines = List.copyOf(lines);
    }

    static ConfigurationFiles of(ProbeSection section) {
        List<ConfiguredLine> lines = section.text()
                .lines()
                .map(ConfigurationFiles::line)
                .filter(line -> !line.file().isEmpty())
                .toList();
        boolean complete = section.isRead() && lines.stream().noneMatch(ConfiguredLine::isUnreadFile);
        return new ConfigurationFiles(complete, lines);
    }

    private static ConfiguredLine line(String text) {
        String[] parts = text.split(":", 3);
        if (parts.length < 3 || !parts[1].matches("\\d{1,9}")) {
            return new ConfiguredLine("", 0, "");
        }
        return new ConfiguredLine(parts[0], Integer.parseInt(parts[1]), trimmed(parts[2]));
    }

    /** What could not be read, for a sentence: the files, or that all of them are missing from the answer. */
    String unread() {
        String names = lines.stream()
                .filter(ConfiguredLine::isUnreadFile)
                .map(ConfiguredLine::file)
                .distinct()
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "the list of the files" : names;
    }

    /** Where something is that is no file and is passed over. */
    List<ConfiguredLine> passedOver() {
        return lines.stream().filter(ConfiguredLine::isPassedOver).toList();
    }

    /** Without the white space that systemd takes off both ends. */
    static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isSpace(char letter) {
        return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
    }
}
