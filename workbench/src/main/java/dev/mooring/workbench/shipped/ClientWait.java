package dev.mooring.workbench.shipped;

import dev.mooring.workbench.process.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;

/**
 * Waiting for what takes running clients. When some of them have ended it cannot come any more, so nobody waits on.
 *
 * <p>Used by one thread.
 */
public final class ClientWait {
    private final Collection<SwarmProcess> clients;
    private final Path folder;

    /**
     * A wait.
     *
     * @param clients those that must run at the time of each look; the caller's own, which may change
     * @param folder where whoever waited in vain finds their logs
     */
    public ClientWait(Collection<SwarmProcess> clients, Path folder) {
        this.clients = clients;
        this.folder = folder;
    }

    /**
     * Waits for an event, looking ten times a second.
     *
     * @param what the event, for the sentence of a failure
     * @return how long it took
     * @throws IOException when clients ended before it, or the deadline passed
     */
    public Duration until(String what, Waiting.Condition event, Duration deadline)
            throws IOException, InterruptedException {
        Duration waited = Waiting.until(
                () -> {
                    boolean happened = event.holds();
                    if (!happened && clients.stream().anyMatch(swarm -> !swarm.isRunning())) {
                        throw new IOException("the clients ended before " + what + "; see " + folder);
                    }
                    return happened;
                },
                deadline);
        if (waited.equals(deadline)) {
            throw new IOException("waited in vain until " + what + "; see " + folder);
        }
        return waited;
    }
}
