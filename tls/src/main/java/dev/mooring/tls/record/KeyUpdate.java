package dev.mooring.tls.record;

/**
 * The one handshake message that either side may send after the handshake, RFC 8446 section 4.6.3. It has to end its record, for
 * what follows has other keys; nobody sends it in pieces.
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

    /**
     * Whether the peer wants the same of this side.
     *
     * @param from where the message begins
     * @param to where the record's content ends
     */
    static boolean read(byte[] content, int from, int to) throws RecordViolation {
        if (from == to || content[from] != TYPE) {
            throw new RecordViolation(
                    Alert.UNEXPECTED_MESSAGE,
                    from == to ? "an empty handshake record" : "a handshake message of type " + content[from]);
        }
        if (to - from != LENGTH || content[from + 1] != 0 || content[from + 2] != 0 || content[from + 3] != 1) {
            throw new RecordViolation(Alert.DECODE_ERROR, "a KeyUpdate that is not alone and whole in its record");
        }
        byte asked = content[from + LENGTH - 1];
        return switch (asked) {
            case 0 -> false;
            case 1 -> true;
            default -> throw new RecordViolation(Alert.ILLEGAL_PARAMETER, "a KeyUpdate that asks for " + asked);
        };
    }
}
