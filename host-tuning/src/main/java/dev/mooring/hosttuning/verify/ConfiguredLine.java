package dev.mooring.hosttuning.verify;

import java.util.List;

/**
 * A line of a configuration file.
 *
 * @param file the file's absolute path
 * @param number from 1; 0 stands for the file itself
 * @param text the line
 */
record ConfiguredLine(String file, int number, String text) {
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
        return number == 0 && !text.isEmpty() && !isEmptyFile();
    }

    /** A file without a byte, or a link to /dev/null; one that has comments alone is neither. */
    boolean isEmptyFile() {
        return number == 0 && text.equals("empty");
    }
}
