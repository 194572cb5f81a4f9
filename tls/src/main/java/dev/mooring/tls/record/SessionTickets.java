package dev.mooring.tls.record;

/**
 * What a server sends so that a client may resume, RFC 8446 section 4.6.1: one ticket or several in a record. This client
 * never resumes, so they are passed over. Nobody sends one in pieces: it is shorter than a record.
 */
final class SessionTickets {
    private static final byte TYPE = 4;
    private static final int HEADER = 4;

    private SessionTickets() {}

    /**
     * Where the tickets at the beginning of a record end.
     *
     * @param length of its content
     */
    static int end(byte[] content, int length) throws RecordViolation {
        int at = 0;
        while (at < length && content[at] == TYPE) {
            int body = at + HEADER > length
                    ? length
                    : (Byte.toUnsignedInt(content[at + 1]) << (2 * Byte.SIZE))
                            | (Byte.toUnsignedInt(content[at + 2]) << Byte.SIZE)
                            | Byte.toUnsignedInt(content[at + 3]);
            if (body > length - at - HEADER) {
                throw new RecordViolation(Alert.DECODE_ERROR, "a session ticket that is not whole in its record");
            }
            at += HEADER + body;
        }
        return at;
    }
}
