package dev.mooring.tls.record;

import dev.mooring.tls.record.KeySchedule.Label;
import dev.mooring.tls.record.Traffic.Direction;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Seals what a {@link RecordLayer} never would, with the keys of the client of {@link Peer}. */
final class Forger {
    private final CipherSuite suite;
    private final byte[] state;

    Forger(CipherSuite suite) {
        this.suite = suite;
        byte[] secret = Arrays.copyOf(Peer.FIRST, suite.secretBytes());
        state = Traffic.of(suite, secret, secret);
    }

    /** A record with this inside, the content type and padding included. */
    byte[] record(byte[] inner) {
        byte[] header = new byte[RecordHeader.LENGTH];
        RecordHeader.write(header, inner.length + Aead.TAG);
        byte[] key = new byte[suite.keyBytes()];
        byte[] nonce = new byte[Aead.NONCE];
        KeySchedule schedule = new KeySchedule();
        schedule.expand(suite, state, Traffic.secretAt(suite, Direction.WRITE), Label.KEY, key);
        schedule.expand(suite, state, Traffic.secretAt(suite, Direction.WRITE), Label.IV, nonce);
        Traffic.mix(nonce, Traffic.useSequence(state, Direction.WRITE));
        byte[] sealed = new byte[inner.length + Aead.TAG];
        new JdkAead(suite).seal(key, nonce, header, inner, inner.length, sealed);
        return ByteBuffer.allocate(header.length + sealed.length)
                .put(header)
                .put(sealed)
                .array();
    }

    /** A record of a content type. */
    byte[] record(int type, int... content) {
        byte[] inner = new byte[content.length + 1];
        for (int i = 0; i < content.length; i++) {
            inner[i] = (byte) content[i];
        }
        inner[content.length] = (byte) type;
        return record(inner);
    }
}
