package dev.mooring.server.startup;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/**
 * SIGTERM and SIGINT: the first asks for a drain, the second ends the process at once.
 *
 * <p>A JVM shutdown hook cannot tell the two apart, hence jdk.unsupported's Signal.
 */
public final class TerminationSignal {
    private static final Logger LOG = LoggerFactory.getLogger("mooring");
    private static final int SIGNALLED = 128;

    private TerminationSignal() {}

    public static void onTermination(Runnable drain) {
        AtomicBoolean asked = new AtomicBoolean();
        for (String name : new String[] {"TERM", "INT"}) {
            Signal.handle(new Signal(name), signal -> {
                if (asked.compareAndSet(false, true)) {
                    LOG.info("SIG{}: draining; send it again to end now", signal.getName());
                    drain.run();
                } else {
                    Runtime.getRuntime().halt(SIGNALLED + signal.getNumber());
                }
            });
        }
    }
}
