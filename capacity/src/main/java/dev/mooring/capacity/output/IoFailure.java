package dev.mooring.capacity.output;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What a failure of input or output says to people. The message of some of Java's is a path and nothing else. */
public final class IoFailure {
    private IoFailure() {}

    /** The reason with the file it is about, where the failure names one. */
    public static String sentence(Throwable failure) {
        return failure instanceof FileSystemException file
                ? file.getFile() + ": " + reason(file)
                : String.valueOf(failure.getMessage());
    }

    /** The reason alone. */
    public static String reason(IOException failure) {
        return switch (failure) {
            case AccessDeniedException denied -> "access denied";
            case NoSuchFileException missing -> "no such file";
            case FileAlreadyExistsException present -> "already there, and no folder";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            case FileSystemException other -> other.getClass().getSimpleName();
            default -> String.valueOf(failure.getMessage());
        };
    }
}
