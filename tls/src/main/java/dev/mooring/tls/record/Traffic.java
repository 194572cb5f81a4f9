package dev.mooring.tls.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What is kept of a TLS connection: an array of two sequence numbers and two traffic secrets, 80 bytes, or 112 with a suite of
 * SHA-384; of one with TLS 1.2 two keys with their ivs, 56, 88 or 104 bytes in all. It has no object of its own, for that would cost 16 bytes for each of a million connections.
 */
public final class Traffic {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Traffic() {}

    /**
     * The state right after the handshake.
     *
     * @param read the secret of what the peer writes; copied
     * @param write the secret of what this side writes; copied
     */
    public static byte[] of(CipherSuite suite, byte[] read, byte[] write) {
        if (read.length != suite.secretBytes() || write.length != suite.secretBytes()) {
            throw new IllegalArgumentException(
                    "secrets of " + read.length + " and " + write.length + " bytes for " + suite);
        }
        byte[] state = new byte[2 * (Long.BYTES + suite.secretBytes())];
        replaceSecret(suite, state, Direction.READ, read);
        replaceSecret(suite, state, Direction.WRITE, write);
        return state;
    }

    /** The state of TLS 1.2 right after the handshake: each side has sealed its Finished already. */
    public static byte[] ofTls12(CipherSuite suite, byte[] read, byte[] write) {
        byte[] state = of(suite, read, write);
        LONG.set(state, Direction.READ.index * Long.BYTES, 1L);
        LONG.set(state, Direction.WRITE.index * Long.BYTES, 1L);
        return state;
    }

    /** This side has sealed so many records more, elsewhere. */
    public static void sealed(byte[] state, int records) {
        int at = Direction.WRITE.index * Long.BYTES;
        LONG.set(state, at, (long) LONG.get(state, at) + records);
    }

    /** Overwrites everything. */
    public static void erase(byte[] state) {
        Arrays.fill(state, (byte) 0);
    }

    /** The sequence number of the next record, which is used up: no two records ever get the same with one key. */
    static long useSequence(byte[] state, Direction way) {
        long next = sequence(state, way);
        LONG.set(state, way.index * Long.BYTES, next + 1);
        return next;
    }

    static long sequence(byte[] state, Direction way) {
        return (long) LONG.get(state, way.index * Long.BYTES);
    }

    static int secretAt(CipherSuite suite, Direction way) {
        return 2 * Long.BYTES + way.index * suite.secretBytes();
    }

    /** Another secret, with which the records are counted from 0. */
    static void replaceSecret(CipherSuite suite, byte[] state, Direction way, byte[] secret) {
        System.arraycopy(secret, 0, state, secretAt(suite, way), suite.secretBytes());
        LONG.set(state, way.index * Long.BYTES, 0L);
    }

    /** Puts a sequence number over the last bytes of an iv, RFC 8446 section 5.3. */
    static void mix(byte[] iv, long sequence) {
        int at = Aead.NONCE - Long.BYTES;
        LONG.set(iv, at, (long) LONG.get(iv, at) ^ sequence);
    }

    /** Whose records. */
    enum Direction {
        READ(0),
        WRITE(1);

        private final int index;

        Direction(int index) {
            this.index = index;
        }
    }
}
