package dev.mooring.hosttuning.verify;

import java.util.List;
import java.util.Map;

/**
 * A line of a configuration file.
 *
 * @param file the file's absolute path
 * @param number from 1; 0 stands for the file itself
 * @param text the line
 */
record ConfiguredLine(String file, int number, String text) {
    private static final String DIRECTORY = "directory";
    private static final Map<String, String> NO_FILE =
            Map.of("dangling", "a link to nothing", "loop", "a loop of links", DIRECTORY, "a directory");
    private static final String UNIT = ".service";

    String origin() {
        return file + ":" + number;
    }

    String fileName() {
        return file.substring(file.lastIndexOf('/') + 1);
    }

    /** The folder of its file, with a slash at its end. */
    String folder() {
        return file.substring(0, file.lastIndexOf('/') + 1);
    }

    /** Whether its file is in a folder itself, and not below it; the folder ends with a slash. */
    boolean isIn(String folder) {
        return file.startsWith(folder) && file.indexOf('/', folder.length()) < 0;
    }

    List<String> words() {
        return List.of(text.split("\\s+", -1));
    }

    /** A file or folder that is there and could not be read, or a link whose end cannot be seen. */
    boolean isUnreadFile() {
        return number == 0 && !text.isEmpty() && !isEmptyFile() && (!isPassedOver() || file.endsWith(UNIT));
    }

    /**
     * A directory, a link to nothing or a loop of links, where a file is expected. systemd and kmod go on as if it were an
     * empty file: it replaces one of the same name in a later folder, and says nothing.
     */
    boolean isPassedOver() {
        return number == 0 && NO_FILE.containsKey(text);
    }

    /** What cannot be opened at all, other than a directory, which can. */
    boolean isLinkToNothing() {
        return isPassedOver() && !text.equals(DIRECTORY);
    }

    /** What is there instead of a file. */
    String instead() {
        return NO_FILE.getOrDefault(text, "a file");
    }

    /** A file without a byte, or a link to /dev/null; one that has comments alone is neither. */
    boolean isEmptyFile() {
        return number == 0 && text.equals("empty");
    }
}
