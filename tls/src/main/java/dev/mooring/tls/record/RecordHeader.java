package dev.mooring.tls.record;

import java.nio.ByteBuffer;

/** The five bytes before each record: type, version, length. */
public final class RecordHeader {
    public static final int LENGTH = 5;

    private static final int LENGTH_AT = 3;

    private RecordHeader() {}

    /** Of a protected record with so many bytes behind the header. */
    static void write(byte[] header, int body) {
        write(ByteBuffer.wrap(header), ContentType.APPLICATION_DATA, body);
    }

    /** Of a record of that type with so many bytes behind the header. */
    static void write(ByteBuffer target, byte type, int body) {
        target.put(type).put((byte) 3).put((byte) 3).putShort((short) body);
    }

    /** How many bytes follow the header; -1 when it is not all there. */
    public static int body(ByteBuffer buffer, int from, int to) {
        return to - from < LENGTH
                ? -1
                : (Byte.toUnsignedInt(buffer.get(from + LENGTH_AT)) << Byte.SIZE)
                        | Byte.toUnsignedInt(buffer.get(from + LENGTH_AT + 1));
    }

    /** How many bytes follow the header of a protected record; -1 when it is not all there. The version says nothing. */
    static int check(ByteBuffer buffer, int from, int to) throws RecordViolation {
        if (from < to && buffer.get(from) != ContentType.APPLICATION_DATA) {
            throw new RecordViolation(
                    Alert.UNEXPECTED_MESSAGE, "a record of type " + Byte.toUnsignedInt(buffer.get(from)));
        }
        int body = body(buffer, from, to);
        if (body > RecordLayer.MAX_RECORD - LENGTH) {
            throw new RecordViolation(Alert.RECORD_OVERFLOW, "a record of " + body + " bytes");
        }
        if (body >= 0 && body <= Aead.TAG) {
            throw new RecordViolation(
                    Alert.BAD_RECORD_MAC, "a record of " + body + " bytes, too few for a tag and a type");
        }
        return body;
    }
}
