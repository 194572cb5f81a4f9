package dev.mooring.loadgenerator.report;

import dev.mooring.capacity.RefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The file that a report goes to, looked at before a run: at its end the figures would be lost. */
public final class ReportFile {
    private ReportFile() {}

    /**
     * Refuses a file that cannot be written. Writes nothing.
     *
     * @param option that names the file, for the message
     * @param file nothing when no report was asked for
     */
    public static void requireWritable(String option, @Nullable Path file) {
        if (file == null || (Files.isWritable(file) && !Files.isDirectory(file))) {
            return;
        }
        if (Files.exists(file)) {
            throw RefusedException.of(option, file, "is not", "a file that may be written", "name another");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw RefusedException.of(
                    option, file, "is not in", "a folder that may be written", "create the folder or name another");
        }
    }
}
