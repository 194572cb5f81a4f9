package dev.mooring.server.startup;

import dev.mooring.capacity.command.Signals;
import dev.mooring.capacity.output.ExitCode;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM and SIGINT: the first asks for a drain, the second ends the process at once,
 * with the exit code of the signal that it is. SIGHUP has the files of certificates read anew, the one setting for which that is
 * possible; its default would be to end the process without a drain.
 */
public final class ServerSignals {
    private static final Logger LOG = LoggerFactory.getLogger("mooring");

    private ServerSignals() {}

    /**
     * Takes the signals from now on.
     *
     * @param reload reads certificates anew and says what came of it; empty where there are none
     * @param drain starts the drain and says in a few words what came of it; called on a thread of the JVM's
     */
    public static void handle(Supplier<Optional<String>> reload, Supplier<String> drain) {
        AtomicBoolean asked = new AtomicBoolean();
        Signals.handleEach(code -> signalled(code, asked, drain));
        Signals.handleHangUp(() -> LOG.info(
                "SIGHUP received: {}; SIGTERM ends the server",
                reload.get().orElse("no setting is read anew, nothing changes")));
    }

    private static void signalled(ExitCode code, AtomicBoolean asked, Supplier<String> drain) {
        if (asked.compareAndSet(false, true)) {
            // Before the drain begins: whoever reads it can end what does not.
            LOG.info("signal received; send it again to end now");
            LOG.info("{}", drain.get());
        } else {
            LOG.info("signal received again: ending now, with exit code {}; the drain is cut short", code.code());
            Runtime.getRuntime().halt(code.code());
        }
    }
}
