package dev.mooring.hostagent.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The command that checks the host's tuning, run by {@code /bin/sh}: exit code 0 is tuned, 11 is tuned with warnings.
 *
 * <p>One process per run, ended by coreutils' {@code timeout} after {@value #LIMIT_SECONDS} s.
 */
public final class HostVerification {
    private static final int WARNINGS_ONLY = 11;
    private static final int LIMIT_SECONDS = 60;
    private static final int KEPT_OUTPUT = 2000;

    private final String command;

    public HostVerification(String command) {
        this.command = command;
    }

    /** Why this host must not take connections; empty when it may. */
    public Optional<String> obstacle() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("timeout", "-k", "5s", LIMIT_SECONDS + "s", "/bin/sh", "-c", command)
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        return code == 0 || code == WARNINGS_ONLY
                ? Optional.empty()
                : Optional.of("verify failed with exit code " + code + ": " + end(output.strip()));
    }

    private static String end(String output) {
        return output.substring(Math.max(0, output.length() - KEPT_OUTPUT));
    }
}
