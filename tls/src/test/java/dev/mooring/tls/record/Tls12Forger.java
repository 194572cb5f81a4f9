package dev.mooring.tls.record;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Seals what a {@link RecordLayer} never would by TLS 1.2, with the keys of the client of {@link Peer}. */
final class Tls12Forger {
    private final CipherSuite suite;
    private long sequence;

    Tls12Forger(CipherSuite suite) {
        this.suite = suite;
    }

    /** A record of that type with this in it. */
    byte[] record(int type, int... content) {
        byte[] plain = new byte[content.length];
        for (int i = 0; i < content.length; i++) {
            plain[i] = (byte) content[i];
        }
        return record(type, plain, sequence);
    }

    /**
     * A record of that type with this in it.
     *
     * @param sent the part of the nonce that is sent, where one is
     */
    byte[] record(int type, byte[] plain, long sent) {
        byte[] key = Arrays.copyOf(Peer.FIRST, suite.keyBytes());
        byte[] iv = Arrays.copyOfRange(Peer.FIRST, suite.keyBytes(), suite.secretBytes());
        ByteBuffer nonce = ByteBuffer.allocate(Aead.NONCE).put(iv);
        if (suite.isGcm()) {
            nonce.putLong(sent);
        } else {
            nonce.putLong(4, nonce.getLong(4) ^ sequence);
        }
        byte[] authenticated = ByteBuffer.allocate(13)
                .putLong(sequence++)
                .put((byte) type)
                .putShort((short) 0x0303)
                .putShort((short) plain.length)
                .array();
        byte[] sealed = new byte[plain.length + Aead.TAG];
        new JdkAead(suite).seal(key, nonce.array(), authenticated, plain, plain.length, sealed);
        int explicit = suite.isGcm() ? Long.BYTES : 0;
        ByteBuffer record = ByteBuffer.allocate(RecordHeader.LENGTH + explicit + sealed.length)
                .put((byte) type)
                .putShort((short) 0x0303)
                .putShort((short) (explicit + sealed.length));
        return (suite.isGcm() ? record.putLong(sent) : record).put(sealed).array();
    }
}
