package dev.mooring.tls.record;

/** What an alert of the peer means, RFC 8446 section 6: one that is neither an end in order nor its announcement is fatal. */
final class PeerAlert {
    private static final int LENGTH = 2;
    private static final byte USER_CANCELED = 90;

    private PeerAlert() {}

    static Opened read(byte[] content, int length) throws RecordViolation {
        if (length != LENGTH) {
            throw new RecordViolation(Alert.DECODE_ERROR, "an alert of " + length + " bytes");
        }
        byte code = content[1];
        if (code == Alert.CLOSE_NOTIFY.code()) {
            return Opened.CLOSE_NOTIFY;
        }
        return code == USER_CANCELED ? Opened.IGNORED : Opened.FATAL_ALERT;
    }
}
