package dev.mooring.capacity.output;

import dev.mooring.capacity.unit.RefusedException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The file that a report goes to, looked at before a run: at its end the figures would be lost.
 *
 * @param option that names the file, for messages
 */
public record ReportFile(String option, Path file) {
    /** The report could not be written; the message is a sentence for a person, and {@link ExitCode#NOT_WRITTEN} the code. */
    public static final class NotWrittenException extends IOException {
        private static final long serialVersionUID = 1L;

        NotWrittenException(String message) {
            super(message);
        }
    }

    /** What goes into a file; made when all is known. */
    @FunctionalInterface
    public interface Text {
        String text() throws IOException;
    }

    /** The file of an option that may not have been given. */
    public static Stream<ReportFile> named(String option, @Nullable Path file) {
        return file == null ? Stream.empty() : Stream.of(new ReportFile(option, file));
    }

    /**
     * Refuses files that cannot be written, or one that is named twice. Writes nothing.
     *
     * @throws RefusedException when a report would find no place
     */
    public static void requireWritable(Collection<ReportFile> files) {
        Map<Path, ReportFile> places = new HashMap<>();
        for (ReportFile file : files) {
            file.requireWritable();
            ReportFile other = places.put(file.file.toAbsolutePath().normalize(), file);
            if (other != null) {
                throw RefusedException.of(
                        file.option, file.file, "is the same file as", other.option + "=" + other.file, "name another");
            }
        }
    }

    /**
     * Writes each, whatever became of the others.
     *
     * @throws NotWrittenException for the first that is not there, the others suppressed in it
     */
    public static void write(Map<ReportFile, Text> texts) throws IOException {
        List<NotWrittenException> lost = new ArrayList<>();
        for (Map.Entry<ReportFile, Text> each : texts.entrySet()) {
            String text = each.getValue().text();
            try {
                each.getKey().write(text);
            } catch (NotWrittenException failed) {
                lost.add(failed);
            }
        }
        if (!lost.isEmpty()) {
            NotWrittenException first = lost.removeFirst();
            lost.forEach(first::addSuppressed);
            throw first;
        }
    }

    /**
     * Refuses a file that cannot be written. Writes nothing.
     *
     * @throws RefusedException when a report would find no place
     */
    public void requireWritable() {
        if (Files.isWritable(file) && !Files.isDirectory(file)) {
            return;
        }
        if (Files.exists(file)) {
            throw RefusedException.of(option, file, "is not", "a file that may be written", "name another");
        }
        Path folder = folder(file);
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw RefusedException.of(
                    option, file, "is not in", "a folder that may be written", "create the folder or name another");
        }
    }

    /**
     * Writes the report: beside the file first, which takes its name when it is whole, so that what lies there is always
     * a whole report, this one or the last. A device, a pipe, or a file in a folder that may not be written is written
     * as it is.
     *
     * @throws NotWrittenException when the report is not there; no part of it is left beside the file
     */
    public void write(String text) throws NotWrittenException {
        try {
            Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            if ((Files.exists(target) && !Files.isRegularFile(target)) || !Files.isWritable(folder(target))) {
                Files.writeString(target, text);
            } else {
                writeBeside(target, text);
            }
        } catch (IOException failed) {
            throw new NotWrittenException(
                    option + "=" + file + " was not written: " + reason(failed) + "; make room or name another file");
        }
    }

    private void writeBeside(Path target, String text) throws IOException {
        Path part = target.resolveSibling(".mooring-" + ProcessHandle.current().pid() + "-" + option + ".part");
        try {
            Files.writeString(part, text, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static Path folder(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }

    private static String reason(IOException failed) {
        String reason = failed instanceof FileSystemException named ? named.getReason() : failed.getMessage();
        return reason == null ? failed.getClass().getSimpleName() : reason;
    }
}
