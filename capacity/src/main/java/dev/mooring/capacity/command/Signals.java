package dev.mooring.capacity.command;

import dev.mooring.capacity.output.ExitCode;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/**
 * SIGINT, SIGTERM and SIGHUP, each as often as it comes.
 *
 * <p>A shutdown hook of the JVM runs once and cannot hear a second signal, hence sun.misc.Signal, which module
 * jdk.unsupported exports for this (JEP 260). Through reflection, because javac's warning about that class cannot be
 * switched off.
 */
public final class Signals {
    private Signals() {}

    /** From now on each of the two runs the action, on a thread of the JVM's, and does nothing else. */
    public static void handle(Runnable action) {
        handle("INT", action);
        handle("TERM", action);
    }

    /** The same for what has to know which it was: the action is given the exit code of a process that it ends. */
    public static void handleEach(Consumer<ExitCode> action) {
        handle("INT", () -> action.accept(ExitCode.INTERRUPTED));
        handle("TERM", () -> action.accept(ExitCode.TERMINATED));
    }

    /** From now on SIGHUP runs the action instead; not where the process was started to ignore it, as nohup(1) does. */
    public static void handleHangUp(Runnable action) {
        handle("HUP", action);
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
            Object proxy =
                    Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handlerType}, handler);
            signal.getMethod("handle", signal, handlerType)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException(
                    "this JVM has no sun.misc.Signal; use a JDK with module jdk.unsupported", missing);
        }
    }
}
