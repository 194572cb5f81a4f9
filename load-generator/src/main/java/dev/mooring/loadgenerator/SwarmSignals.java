package dev.mooring.loadgenerator;

import dev.mooring.capacity.command.Signals;
import dev.mooring.capacity.output.ExitCode;
import dev.mooring.capacity.output.StopRequest;

/** What SIGINT and SIGTERM do. */
final class SwarmSignals {
    private SwarmSignals() {}

    /** The first signal requests a stop, so that reports are still written; the second ends the process at once. */
    static void requestStop(StopRequest stop) {
        Runnable action = () -> {
            if (stop.isRequested()) {
                Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code());
            }
            stop.request();
        };
        Signals.handle(action);
    }

    /**
     * A terminal sends Ctrl-C to parent and children alike, a service manager SIGTERM: the children wait for the parent's
     * word, and end with its end.
     */
    static void ignore() {
        Signals.handle(() -> {});
    }
}
