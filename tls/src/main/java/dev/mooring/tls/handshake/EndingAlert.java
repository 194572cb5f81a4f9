package dev.mooring.tls.handshake;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The alert that ended a handshake, RFC 8446 section 6.
 *
 * @param from who sent it
 * @param description what it says
 */
public record EndingAlert(Side from, AlertDescription description) {
    /** Of a record: an alert in clear has its level and its description behind the header. */
    private static final int HEADER = 5;

    private static final int ALERT = 21;
    private static final int CLEAR = 2;

    /** BoringSSL's errors carry who raised them in the highest byte and why in the lowest 12 bits. */
    private static final int REASON = 0xFFF;

    /** A reason is this and the description of the alert that the peer sent. */
    private static final int RECEIVED = 1_000;

    /** The reason for a certificate that was asked for and not shown. */
    private static final int NO_CERTIFICATE = 192;

    /** The one that the peer sent, by the number of BoringSSL's error: its words change, its numbers do not. */
    static Optional<EndingAlert> received(int error, Side from) {
        int code = (error & REASON) - RECEIVED;
        return code < 0 || code > 0xFF ? Optional.empty() : Optional.of(of(from, code));
    }

    /**
     * The one at the end of what this side sends. If it is sealed nobody but the peer can read which it is, and the error may tell.
     *
     * @param flight records, from {@code start} to the position
     */
    static EndingAlert sent(ByteBuffer flight, int start, Side from, int error) {
        int last = start;
        for (int at = start; at + HEADER <= flight.position(); at += HEADER + length(flight, at)) {
            last = at;
        }
        boolean clear = flight.position() - last >= HEADER + CLEAR
                && flight.get(last) == ALERT
                && length(flight, last) == CLEAR;
        return clear
                ? of(from, Byte.toUnsignedInt(flight.get(last + HEADER + 1)))
                : new EndingAlert(
                        from,
                        (error & REASON) == NO_CERTIFICATE
                                ? AlertDescription.CERTIFICATE_REQUIRED
                                : AlertDescription.OTHER);
    }

    private static int length(ByteBuffer flight, int at) {
        return Short.toUnsignedInt(flight.getShort(at + HEADER - Short.BYTES));
    }

    private static EndingAlert of(Side from, int code) {
        return new EndingAlert(from, AlertDescription.of(code));
    }
}
