package dev.mooring.loadgenerator.connection;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/** The random bytes that all echo messages of an event loop are cut from. Not thread-safe. */
public final class EchoMessages {
    private static final int WINDOWS = 4096;

    private final int size;
    private final ByteBuffer bytes;

    public EchoMessages(int size, RandomGenerator random) {
        this.size = size;
        byte[] content = new byte[size + WINDOWS];
        random.nextBytes(content);
        bytes = ByteBuffer.wrap(content);
    }

    int size() {
        return size;
    }

    ByteBuffer window(int number) {
        return bytes.slice(Math.floorMod(number, WINDOWS), size);
    }
}
