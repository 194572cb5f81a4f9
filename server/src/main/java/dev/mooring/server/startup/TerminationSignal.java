package dev.mooring.server.startup;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM and SIGINT: the first asks for a drain, the second ends the process at once.
 *
 * <p>A JVM shutdown hook never sees a second signal, hence sun.misc.Signal of module jdk.unsupported. It is reached by
 * reflection because javac cannot be told to accept that name without accepting every warning.
 */
public final class TerminationSignal {
    private static final Logger LOG = LoggerFactory.getLogger("mooring");
    /** 128 + SIGTERM, what a shell reports for a process that was terminated. */
    private static final int TERMINATED = 143;

    private TerminationSignal() {}

    /**
     * Takes the signals from now on.
     *
     * @param drain starts the drain and says in a few words what came of it; called on a thread of the JVM's
     */
    public static void onTermination(Supplier<String> drain) {
        AtomicBoolean asked = new AtomicBoolean();
        handle("TERM", () -> signalled(asked, drain));
        handle("INT", () -> signalled(asked, drain));
    }

    private static void signalled(AtomicBoolean asked, Supplier<String> drain) {
        if (asked.compareAndSet(false, true)) {
            LOG.info("signal received: {}; send it again to end now", drain.get());
        } else {
            Runtime.getRuntime().halt(TERMINATED);
        }
    }

    private static void handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            InvocationHandler handler = (proxy, method, arguments) -> {
                if (method.getDeclaringClass() == handlerType) {
                    action.run();
                    return null;
                }
                return method.invoke(action, arguments);
            };
            Object proxy = Proxy.newProxyInstance(
                    TerminationSignal.class.getClassLoader(), new Class<?>[] {handlerType}, handler);
            signal.getMethod("handle", signal, handlerType)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException(
                    "this JVM has no sun.misc.Signal; use a JDK with module jdk.unsupported", missing);
        }
    }
}
