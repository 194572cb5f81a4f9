package dev.mooring.loadgenerator;

import dev.mooring.capacity.output.StopRequest;
import java.lang.reflect.Proxy;

/**
 * What SIGINT and SIGTERM do.
 *
 * <p>Uses {@code sun.misc.Signal}, which jdk.unsupported exports for this (JEP 260): shutdown hooks run once and cannot
 * hear a second Ctrl-C. Through reflection, because javac's warning about that class cannot be switched off.
 */
final class Interruption {
    private static final int INTERRUPTED = 130;

    private Interruption() {}

    /** The first signal requests a stop, so that reports are still written; the second ends the process at once. */
    static void requests(StopRequest stop) {
        Runnable action = () -> {
            if (stop.isRequested()) {
                Runtime.getRuntime().halt(INTERRUPTED);
            }
            stop.request();
        };
        on("INT", action);
        on("TERM", action);
    }

    /**
     * A terminal sends Ctrl-C to parent and children alike, a service manager SIGTERM: the children wait for the parent's
     * word, and end with its end.
     */
    static void isLeftToTheParent() {
        on("INT", () -> {});
        on("TERM", () -> {});
    }

    private static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Interruption.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        action.run();
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM has no sun.misc.Signal", e);
        }
    }
}
