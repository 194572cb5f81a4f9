package dev.mooring.hostagent;

import dev.mooring.hostagent.lifecycle.AgentStop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What SIGTERM means: systemd stops the agent for an upgrade, and then the host stays in service; or it stops the
 * machine, and then the host leaves. systemd says which.
 */
final class StopSignal {
    /** Less than the 90 s after which systemd kills. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(80);

    private StopSignal() {}

    /** Runs as the JVM's shutdown hook; the JVM ends when this returns. */
    static void received(AgentStop stop, Thread main) {
        if (machineStops()) {
            stop.leave();
        } else {
            stop.stopAgent();
        }
        try {
            main.join(MAX_WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean machineStops() {
        try {
            Process process = new ProcessBuilder("systemctl", "is-system-running")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .strip()
                    .equals("stopping");
        } catch (IOException noSystemd) {
            return false;
        }
    }
}
