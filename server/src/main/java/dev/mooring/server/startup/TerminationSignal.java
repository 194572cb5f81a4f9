package dev.mooring.server.startup;

import dev.mooring.capacity.command.Signals;
import dev.mooring.capacity.output.ExitCode;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM and SIGINT: the first asks for a drain, the second ends the process at once,
 * with the exit code of the signal that it is. SIGHUP is kept for reading settings
 * anew, of which there are none yet: it says so and changes nothing, for its default is to end the process without a drain.
 */
public final class TerminationSignal {
    private static final Logger LOG = LoggerFactory.getLogger("mooring");

    private TerminationSignal() {}

    /**
     * Takes the signals from now on.
     *
     * @param drain starts the drain and says in a few words what came of it; called on a thread of the JVM's
     */
    public static void onTermination(Supplier<String> drain) {
        AtomicBoolean asked = new AtomicBoolean();
        Signals.handleEach(code -> signalled(code, asked, drain));
        Signals.handleHangUp(
                () -> LOG.info("SIGHUP received: no setting is read anew, nothing changes; SIGTERM ends the server"));
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
