package dev.mooring.server.tls.record;

/**
 * The one handshake message that comes after the handshake, RFC 8446 section 4.6.3. It has to end its record, for what follows
 * has other keys; nobody sends it in pieces.
 */
final class KeyUpdate {
    static final int LENGTH = 5;

    private static final byte TYPE = 24;

    private KeyUpdate() {}

    /** Writes one to the beginning of the array, and returns its length. */
    static int write(byte[] target, boolean peerToo) {
        target[0] = TYPE;
        target[1] = 0;
        target[2] = 0;
        target[3] = 1;
        target[4] = (byte) (peerToo ? 1 : 0);
        return LENGTH;
    }

    /** Whether the peer wants the same of this side. */
    static boolean read(byte[] content, int length) throws RecordViolation {
        if (length == 0 || content[0] != TYPE) {
            throw new RecordViolation(
                    Alert.UNEXPECTED_MESSAGE,
                    length == 0 ? "an empty handshake record" : "a handshake message of type " + content[0]);
        }
        if (length != LENGTH || content[1] != 0 || content[2] != 0 || content[3] != 1) {
            throw new RecordViolation(Alert.DECODE_ERROR, "a KeyUpdate that is not alone and whole in its record");
        }
        return switch (content[4]) {
            case 0 -> false;
            case 1 -> true;
            default -> throw new RecordViolation(Alert.ILLEGAL_PARAMETER, "a KeyUpdate that asks for " + content[4]);
        };
    }
}
