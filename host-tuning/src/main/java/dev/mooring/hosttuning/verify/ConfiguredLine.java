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

    List<String> words() {
        return List.of(text.split("\\s+", -1));
    }

    /** A file that is there and may not be read by the user of the check. */
    boolean isUnreadableFile() {
        return number == 0 && text.equals("unreadable");
    }
}
