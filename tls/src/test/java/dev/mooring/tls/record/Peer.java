package dev.mooring.tls.record;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** One side of a connection, with a record layer of its own. */
final class Peer {
    static final byte[] FIRST = filled(0x11);
    static final byte[] SECOND = filled(0x22);

    private final CipherSuite suite;
    private final RecordLayer records;
    final byte[] state;

    Peer(CipherSuite suite, byte[] read, byte[] write, RecordLayer records) {
        this.suite = suite;
        this.records = records;
        state = Traffic.of(suite, Arrays.copyOf(read, suite.secretBytes()), Arrays.copyOf(write, suite.secretBytes()));
    }

    static Peer server(CipherSuite suite) {
        return new Peer(suite, FIRST, SECOND, new RecordLayer());
    }

    static Peer client(CipherSuite suite) {
        return new Peer(suite, SECOND, FIRST, new RecordLayer());
    }

    byte[] seal(byte[] data) {
        ByteBuffer target = ByteBuffer.allocate(RecordLayer.MAX_SEALED);
        records.seal(suite, state, ByteBuffer.wrap(data), 0, data.length, target);
        return written(target);
    }

    byte[] alert(Alert alert) {
        ByteBuffer target = ByteBuffer.allocate(RecordLayer.MAX_SEALED);
        records.alert(suite, state, alert, target);
        return written(target);
    }

    byte[] updateKeys(boolean peerToo) {
        ByteBuffer target = ByteBuffer.allocate(RecordLayer.MAX_SEALED);
        records.updateKeys(suite, state, peerToo, target);
        return written(target);
    }

    /** Opens all whole records, puts their data into {@code data}, and returns how many bytes they were. */
    int open(byte[] received, ByteBuffer data) throws RecordViolation {
        ByteBuffer buffer = ByteBuffer.wrap(received.clone());
        int at = 0;
        while (records.open(suite, state, buffer, at, received.length, 0) != Opened.INCOMPLETE) {
            data.put(buffer.array(), 0, records.length());
            at += records.consumed();
        }
        return at;
    }

    /** Opens what has to be one record. */
    Opened openOne(byte[] record) throws RecordViolation {
        return records.open(suite, state, ByteBuffer.wrap(record.clone()), 0, record.length, 0);
    }

    /** The data of what has to be one record. */
    byte[] dataOf(byte[] record) throws RecordViolation {
        ByteBuffer buffer = ByteBuffer.wrap(record.clone());
        records.open(suite, state, buffer, 0, record.length, 0);
        return Arrays.copyOf(buffer.array(), records.length());
    }

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private static byte[] written(ByteBuffer target) {
        byte[] bytes = new byte[target.position()];
        target.get(0, bytes);
        return bytes;
    }

    private static byte[] filled(int value) {
        byte[] secret = new byte[48];
        Arrays.fill(secret, (byte) value);
        return secret;
    }
}
