package dev.mooring.tls.record;

import dev.mooring.tls.record.Traffic.Direction;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Records as TLS 1.2 protects them, RFC 5246 section 6.2.3.3: their type stands in clear, the number of each is authenticated
 * with it, and with AES-GCM (RFC 5288) a part of the nonce is sent; with ChaCha20 (RFC 7905) none is. Not thread-safe.
 */
final class Tls12Records {
    /** What is kept of the iv with AES-GCM. */
    static final int SALT = 4;

    private static final int EXPLICIT = Long.BYTES;

    private final byte[] nonce = new byte[Aead.NONCE];
    private final byte[] authenticated = new byte[Long.BYTES + RecordHeader.LENGTH];
    private final ByteBuffer header = ByteBuffer.wrap(authenticated);

    /**
     * Seals one record.
     *
     * @param sealed scratch for what is sealed
     */
    void seal(
            CipherSuite suite,
            Aead cipher,
            byte[] state,
            byte type,
            byte[] plain,
            int count,
            byte[] sealed,
            ByteBuffer to) {
        long sequence = Traffic.useSequence(state, Direction.WRITE);
        // Of each number there is one record, so no key and nonce ever come together twice.
        nonce(suite, state, Direction.WRITE, sequence);
        authenticate(sequence, type, count);
        byte[] key = key(suite, state, Direction.WRITE);
        cipher.seal(key, nonce, authenticated, plain, count, sealed);
        Arrays.fill(key, (byte) 0);
        RecordHeader.write(to, type, explicitBytes(suite) + count + Aead.TAG);
        if (suite.isGcm()) {
            to.putLong(sequence);
        }
        to.put(sealed, 0, count + Aead.TAG);
    }

    /** How many bytes follow the header; -1 when it is not all there. */
    int check(CipherSuite suite, ByteBuffer buffer, int from, int to) throws RecordViolation {
        if (from < to && !isKnown(buffer.get(from))) {
            throw new RecordViolation(
                    Alert.UNEXPECTED_MESSAGE, "a record of type " + Byte.toUnsignedInt(buffer.get(from)));
        }
        int body = RecordHeader.body(buffer, from, to);
        if (body < 0) {
            return body;
        }
        int around = explicitBytes(suite) + Aead.TAG;
        if (body > RecordLayer.MAX_PLAIN + around) {
            throw new RecordViolation(Alert.RECORD_OVERFLOW, "a record of " + body + " bytes");
        }
        if (body < around) {
            throw new RecordViolation(
                    Alert.BAD_RECORD_MAC, "a record of " + body + " bytes, too few for a nonce and a tag");
        }
        return body;
    }

    /**
     * Opens one record.
     *
     * @param from where it begins
     * @param body how many bytes follow its header
     * @param sealed scratch for what is sealed
     * @param plain gets its content
     * @return the length of the content; negative when the tag was wrong
     */
    int open(
            CipherSuite suite,
            Aead cipher,
            byte[] state,
            ByteBuffer buffer,
            int from,
            int body,
            byte[] sealed,
            byte[] plain) {
        long sequence = Traffic.useSequence(state, Direction.READ);
        int skipped = explicitBytes(suite);
        int at = from + RecordHeader.LENGTH;
        int length = body - skipped;
        nonce(suite, state, Direction.READ, sequence);
        buffer.get(at, nonce, SALT, skipped);
        authenticate(sequence, buffer.get(from), length - Aead.TAG);
        // The version says nothing, but it is authenticated as it came.
        authenticated[Long.BYTES + 1] = buffer.get(from + 1);
        authenticated[Long.BYTES + 2] = buffer.get(from + 2);
        buffer.get(at + skipped, sealed, 0, length);
        byte[] key = key(suite, state, Direction.READ);
        boolean genuine = cipher.open(key, nonce, authenticated, sealed, length, plain);
        Arrays.fill(key, (byte) 0);
        return genuine ? length - Aead.TAG : -1;
    }

    private static boolean isKnown(byte type) {
        return type == ContentType.APPLICATION_DATA || type == ContentType.ALERT || type == ContentType.HANDSHAKE;
    }

    private static int explicitBytes(CipherSuite suite) {
        return suite.isGcm() ? EXPLICIT : 0;
    }

    /** That of a record of this side; a peer may choose the part that it sends as it likes. */
    private void nonce(CipherSuite suite, byte[] state, Direction way, long sequence) {
        Arrays.fill(nonce, (byte) 0);
        System.arraycopy(state, Traffic.secretAt(suite, way) + suite.keyBytes(), nonce, 0, ivBytes(suite));
        Traffic.mix(nonce, sequence);
    }

    private static int ivBytes(CipherSuite suite) {
        return suite.secretBytes() - suite.keyBytes();
    }

    private void authenticate(long sequence, byte type, int plain) {
        header.clear().putLong(sequence);
        RecordHeader.write(header, type, plain);
    }

    private static byte[] key(CipherSuite suite, byte[] state, Direction way) {
        int at = Traffic.secretAt(suite, way);
        return Arrays.copyOfRange(state, at, at + suite.keyBytes());
    }
}
