package dev.mooring.tls.record;

/**
 * What an alert of the peer means. In TLS 1.3, RFC 8446 section 6, one that is neither an end in order nor its announcement is
 * fatal; in TLS 1.2, RFC 5246 section 7.2, one may be a warning.
 */
final class PeerAlert {
    private static final int LENGTH = 2;
    private static final byte USER_CANCELED = 90;
    private static final byte WARNING = 1;

    private PeerAlert() {}

    static Opened read(byte[] content, int length, boolean mayWarn) throws RecordViolation {
        if (length != LENGTH) {
            throw new RecordViolation(Alert.DECODE_ERROR, "an alert of " + length + " bytes");
        }
        byte code = content[1];
        if (code == Alert.CLOSE_NOTIFY.code()) {
            return Opened.CLOSE_NOTIFY;
        }
        boolean warns = mayWarn && content[0] == WARNING;
        return warns || code == USER_CANCELED ? Opened.IGNORED : Opened.FATAL_ALERT;
    }
}
