package dev.mooring.hostagent.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * What systemd says of the server's unit: whether one that does not answer is gone for good, or about to be started again.
 *
 * <p>One process a question, ended by coreutils' {@code timeout} after {@value #LIMIT_SECONDS} s.
 */
public final class ServerUnit {
    /** systemctl(1), is-active; a unit that waits for its restart is {@code activating}. */
    private static final Set<String> ENDED = Set.of("inactive", "failed");

    private static final int LIMIT_SECONDS = 5;

    private final List<String> command;

    /** @param command prints the unit's state in one word */
    public ServerUnit(List<String> command) {
        this.command = List.copyOf(command);
    }

    /** The unit that host-tuning writes. */
    public static ServerUnit ofThisHost() {
        return new ServerUnit(
                List.of("timeout", LIMIT_SECONDS + "s", "systemctl", "is-active", "mooring-server.service"));
    }

    /** Whether the server has ended and nobody starts it again; false also where there is no systemd to ask. */
    public boolean ended() throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String state = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            process.waitFor();
            return ENDED.contains(state);
        } catch (IOException noSystemd) {
            return false;
        }
    }
}
