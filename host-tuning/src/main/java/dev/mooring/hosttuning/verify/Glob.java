package dev.mooring.hosttuning.verify;

import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.PatternSyntaxException;

/** Patterns as glob(3) and fnmatch(3) have them. */
final class Glob {
    private Glob() {}

    /** Whether a pattern covers a name; what is no pattern covers nothing. */
    static boolean covers(String pattern, String name) {
        try {
            return FileSystems.getDefault()
                    .getPathMatcher("glob:" + pattern.replace("[^", "[!"))
                    .matches(Path.of(name));
        } catch (PatternSyntaxException | InvalidPathException noPattern) {
            return false;
        }
    }
}
