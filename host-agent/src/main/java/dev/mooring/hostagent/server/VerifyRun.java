package dev.mooring.hostagent.server;

import dev.mooring.hostagent.configuration.VerifySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The command that checks the host's tuning. Its exit code alone is no evidence: a shell that could not read it, or a
 * script that is empty, has one too. What counts is the report that it prints.
 */
public final class VerifyRun {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final VerifySettings settings;
    private final Duration limit;
    private final InstantSource wallClock;

    /**
     * Runs nothing yet.
     *
     * @param wallClock the clock of this machine, by which the report says when it was made
     */
    public VerifyRun(VerifySettings settings, InstantSource wallClock) {
        this(settings, LIMIT, wallClock);
    }

    VerifyRun(VerifySettings settings, Duration limit, InstantSource wallClock) {
        this.settings = settings;
        this.limit = limit;
        this.wallClock = wallClock;
    }

    /** Why this host must not take connections; empty when it may. */
    public Optional<String> obstacle() throws IOException, InterruptedException {
        Instant began = wallClock.instant();
        CommandOutput output = CommandOutput.of(settings.command(), limit);
        Question question = new Question(
                settings.plan(),
                Files.readString(BOOT_ID).strip(),
                began,
                wallClock.instant(),
                settings.acceptedWarnings().keySet());
        return VerifyReport.of(output).obstacle(question);
    }
}
