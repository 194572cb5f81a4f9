package dev.mooring.server.startup;

import dev.mooring.capacity.unit.RefusedException;
import io.netty.channel.unix.Errors.NativeIoException;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Why a port cannot be listened on, as one sentence. Decided by the error number of socket(2), bind(2) or listen(2): their
 * words are translated into the language of the machine.
 *
 * <p>What may be different a moment later is {@linkplain RefusedException#isUnavailable() unavailable}, so that a
 * supervisor tries again.
 */
public final class PortRefusal {
    private static final int EACCES = 13;
    private static final int ENFILE = 23;
    private static final int EMFILE = 24;
    private static final int EAFNOSUPPORT = 97;
    private static final int EADDRINUSE = 98;
    private static final int EADDRNOTAVAIL = 99;

    private PortRefusal() {}

    /**
     * The refusal for what the kernel said.
     *
     * @param name the setting that names the port
     * @param value its value
     * @param addressName the setting that names the address
     * @param address where the port was to be
     * @param failed what was thrown; its causes are looked through for an error number
     */
    public static RefusedException of(
            String name, Object value, String addressName, InetAddress address, Throwable failed) {
        String on = address.getHostAddress();
        return switch (errno(failed)) {
            case EADDRINUSE ->
                RefusedException.unavailable(
                        name, value, "is in use on", on, "stop what listens there or choose other ports");
            case EACCES ->
                RefusedException.of(
                        name, value, "needs", "a privilege this user lacks", "choose ports of 1024 or more");
            case EADDRNOTAVAIL ->
                RefusedException.of(addressName, on, "is not", "an address of this machine", "see: ip address");
            case EMFILE ->
                RefusedException.of(
                        name,
                        value,
                        "needs",
                        "a descriptor, and none is left",
                        "raise LimitNOFILE or choose fewer ports");
            case ENFILE ->
                RefusedException.unavailable(
                        name, value, "needs", "a descriptor, and the system has none left", "raise fs.file-max");
            case EAFNOSUPPORT ->
                RefusedException.of(
                        addressName, on, "needs", "IPv6, which this machine does not have", "bind an IPv4 address");
            default ->
                RefusedException.unavailable(
                        name, value, "cannot be opened on", on, String.valueOf(failed.getMessage()));
        };
    }

    /** Zero when no system call failed. */
    private static int errno(@Nullable Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof NativeIoException said) {
                // Netty has them negative, as the system call returns them.
                return -said.expectedErr();
            }
        }
        return 0;
    }
}
