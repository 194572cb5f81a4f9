package dev.mooring.server.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class MaskingTest {
    private static final byte[] KEY = {0x37, (byte) 0xFA, 0x21, (byte) 0xBD};

    @Test
    void masksEveryLengthAtEveryOffsetAsOneByteAtATimeWould() {
        for (int from = 0; from < 9; from++) {
            for (int length = 0; length < 40; length++) {
                byte[] bytes = new byte[64];
                int key = Masking.apply(ByteBuffer.wrap(bytes), from, from + length, key(0));
                assertArrayEquals(expected(from, length), bytes, "from " + from + ", length " + length);
                assertEquals(key(length), key, "key after " + length);
            }
        }
    }

    private static byte[] expected(int from, int length) {
        byte[] bytes = new byte[64];
        for (int i = 0; i < length; i++) {
            bytes[from + i] = KEY[i % 4];
        }
        return bytes;
    }

    private static int key(int turns) {
        return ByteBuffer.wrap(
                        new byte[] {KEY[turns % 4], KEY[(turns + 1) % 4], KEY[(turns + 2) % 4], KEY[(turns + 3) % 4]})
                .getInt();
    }
}
