package dev.mooring.loadgenerator.connection;

import java.io.IOException;
import java.net.NoRouteToHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why one connection failed or was lost.
 *
 * @param detail what was seen, as far as the reason leaves it open; one of few texts, because failures are counted by it
 */
public record Failure(FailureReason reason, String detail) {
    private static final Pattern ERRNO = Pattern.compile("error\\((-?\\d+)\\)");
    private static final int EADDRNOTAVAIL = 99;

    static Failure of(FailureReason reason) {
        return new Failure(reason, "");
    }

    /** The reason behind an exception of Netty's sockets, which name the errno (Linux's) only in their text. */
    public static Failure of(Throwable error) {
        if (error instanceof NoRouteToHostException) {
            return of(FailureReason.NO_ROUTE);
        }
        int errno = errno(error);
        return switch (errno) {
            case 0 -> new Failure(FailureReason.OTHER, error.getClass().getSimpleName());
            case 23 -> of(FailureReason.NO_DESCRIPTOR_ON_HOST);
            case 24 -> of(FailureReason.NO_DESCRIPTOR);
            case 32, 103, 104 -> of(FailureReason.RESET);
            case 98, EADDRNOTAVAIL -> of(FailureReason.NO_LOCAL_PORT);
            case 101, 113 -> of(FailureReason.NO_ROUTE);
            case 110 -> of(FailureReason.CONNECT_TIMEOUT);
            case 111 -> of(FailureReason.CONNECT_REFUSED);
            default -> new Failure(FailureReason.OTHER, "errno " + errno);
        };
    }

    /** The same for bind(2), where EADDRNOTAVAIL is said of the address and not of the port. */
    static Failure ofBind(IOException error) {
        return errno(error) == EADDRNOTAVAIL ? of(FailureReason.SOURCE_NOT_LOCAL) : of(error);
    }

    /** A handshake that took too long, of the socket with this descriptor. */
    static Failure ofTimeout(Phase phase, int descriptor) {
        if (phase == Phase.CONNECTING) {
            return of(FailureReason.CONNECT_TIMEOUT);
        }
        return of(
                TcpAcknowledgement.isMissing(descriptor)
                        ? FailureReason.REQUEST_NOT_TAKEN
                        : FailureReason.HANDSHAKE_TIMEOUT);
    }

    /** What it is counted as. */
    public String label() {
        return detail.isEmpty() ? reason.label() : reason.label() + FailureReason.DETAIL + detail;
    }

    private static int errno(Throwable error) {
        Throwable cause = error instanceof IOException || error.getCause() == null ? error : error.getCause();
        Matcher matcher = ERRNO.matcher(String.valueOf(cause.getMessage()));
        return matcher.find() ? Math.abs(Integer.parseInt(matcher.group(1))) : 0;
    }
}
