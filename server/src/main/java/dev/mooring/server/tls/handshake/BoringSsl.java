package dev.mooring.server.tls.handshake;

import dev.mooring.capacity.unit.RefusedException;
import io.netty.internal.tcnative.Library;
import io.netty.internal.tcnative.SSL;
import io.netty.util.internal.NativeLibraryLoader;

/**
 * The library behind the handshake, loaded once. Netty's own class for that, OpenSsl, would take 14 MiB of resident memory more.
 */
final class BoringSsl {
    private static final String LIBRARY = "netty_tcnative_linux_";

    private static boolean loaded;

    private BoringSsl() {}

    /**
     * Loads it, unless it is loaded.
     *
     * @throws RefusedException when it is not to be had on this machine
     */
    static synchronized void load() {
        if (loaded) {
            return;
        }
        String processor = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
        try {
            load(LIBRARY + processor);
        } catch (Exception | LinkageError missing) {
            throw RefusedException.unavailable(
                    "tls-ports",
                    "on " + System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                    "needs",
                    "the library " + LIBRARY + processor + ", which cannot be loaded (" + reason(missing) + ")",
                    "use Linux on x86-64 or arm64 with glibc and the bundle's jars, or leave tls-ports out and end TLS in"
                            + " front of the server");
        }
        loaded = true;
    }

    private static void load(String library) throws Exception {
        NativeLibraryLoader.load(library, SSL.class.getClassLoader());
        Library.initialize("provided", null);
    }

    private static String reason(Throwable failed) {
        String message = failed.getMessage();
        return message == null
                ? failed.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
