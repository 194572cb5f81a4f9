package dev.mooring.awsstandin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;

/** Reports of verify on this machine, as short as they can be. */
public enum VerifyJson {
    GOOD(0, "fs.nr_open", "PASS", "FAILURE", "In force."),
    WARNED(11, "obsolete keys", "FAIL", "WARNING", "A file names one."),
    FAILED(10, "fs.nr_open", "FAIL", "FAILURE", "The kernel has 1048576."),
    UNKNOWN(10, "fs.nr_open", "UNKNOWN", "FAILURE", "It could not be read.");

    public static final String PLAN = "0123456789abcdef";

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final int exitCode;
    private final String id;
    private final String outcome;
    private final String severity;
    private final String sentence;

    VerifyJson(int exitCode, String id, String outcome, String severity, String sentence) {
        this.exitCode = exitCode;
        this.id = id;
        this.outcome = outcome;
        this.severity = severity;
        this.sentence = sentence;
    }

    /** The exit code that goes with the report. */
    public int exitCode() {
        return exitCode;
    }

    /** The report of a check that began then. */
    public String at(Instant began) throws IOException {
        return """
                {"exitCode":%d,"plan":"%s","role":"server","began":"%s","hosts":[{"host":"localhost","boot":"%s",\
                "findings":[{"id":"%s","outcome":"%s","severity":"%s","sentence":"%s"}]}]}
                """.formatted(exitCode, PLAN, began, Files.readString(BOOT_ID).strip(), id, outcome, severity, sentence);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
