package dev.mooring.server.conversation;

import java.io.ByteArrayOutputStream;
import java.util.random.RandomGenerator;

/** The bytes of a client, each frame masked with a key of its own; none of the server's code. */
final class ClientStream {
    private static final int MAX_SHORT = 125;
    private static final int MAX_16 = 65_535;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private final RandomGenerator random;

    ClientStream(RandomGenerator random) {
        this.random = random;
    }

    void bytes(byte[] raw) {
        bytes.writeBytes(raw);
    }

    /** A frame with its shortest length; {@code first} is its whole first byte. */
    void frame(int first, byte[] payload) {
        int length = payload.length;
        bytes.write(first);
        if (length <= MAX_SHORT) {
            bytes.write(0x80 | length);
        } else if (length <= MAX_16) {
            bytes.write(0xFE);
            bytes.write(length >> 8);
            bytes.write(length);
        } else {
            bytes.write(0xFF);
            bytes.writeBytes(new byte[4]);
            for (int shift = 24; shift >= 0; shift -= 8) {
                bytes.write(length >> shift);
            }
        }
        int key = random.nextInt(4) == 0 ? 0 : random.nextInt();
        byte[] masked = new byte[4 + length];
        for (int i = 0; i < 4; i++) {
            masked[i] = (byte) (key >> (8 * i));
        }
        for (int i = 0; i < length; i++) {
            masked[4 + i] = (byte) (payload[i] ^ masked[i & 3]);
        }
        bytes.writeBytes(masked);
    }

    int size() {
        return bytes.size();
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
