package dev.mooring.tls.handshake;

import dev.mooring.capacity.unit.RefusedException;
import io.netty.internal.tcnative.Library;
import io.netty.internal.tcnative.SSL;
import io.netty.util.internal.NativeLibraryLoader;

/**
 * The library behind the handshake, loaded once. Netty's own class for that, OpenSsl, would take 14 MiB of resident memory more.
 */
public final class BoringSsl {
    private static final String LIBRARY = "netty_tcnative_linux_";

    private static boolean loaded;

    private BoringSsl() {}

    /**
     * Loads it, unless it is loaded.
     *
     * @param setting which asks for TLS
     * @param remedy for a machine that has no such library
     * @throws RefusedException when it is not to be had on this machine
     */
    public static synchronized void load(String setting, String remedy) {
        if (loaded) {
            return;
        }
        String processor = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
        try {
            load(LIBRARY + processor);
        } catch (Exception | LinkageError missing) {
            throw RefusedException.unavailable(
                    setting,
                    "on " + System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                    "needs",
                    "the library " + LIBRARY + processor + ", which cannot be loaded (" + reason(missing) + ")",
                    remedy);
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
