package dev.mooring.server.frame;

import java.nio.ByteBuffer;

/** The client's masking of RFC 6455 section 5.3, undone in place, eight bytes at a time. */
final class Masking {
    private Masking() {}

    /**
     * Masks or unmasks the bytes from {@code from} to {@code to}.
     *
     * @param bytes big endian
     * @param key the masking key, its first byte the highest
     * @return the key turned so that it goes on at {@code to}
     */
    static int apply(ByteBuffer bytes, int from, int to, int key) {
        int at = from;
        if (to - from >= Long.BYTES) {
            long twice = ((long) key << Integer.SIZE) | (key & 0xFFFF_FFFFL);
            for (int last = to - Long.BYTES; at <= last; at += Long.BYTES) {
                bytes.putLong(at, bytes.getLong(at) ^ twice);
            }
        }
        int turned = key;
        for (; at < to; at++) {
            turned = Integer.rotateLeft(turned, Byte.SIZE);
            bytes.put(at, (byte) (bytes.get(at) ^ turned));
        }
        return turned;
    }
}
