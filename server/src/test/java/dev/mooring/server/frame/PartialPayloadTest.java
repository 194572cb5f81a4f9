package dev.mooring.server.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PartialPayloadTest {
    private static final int LIMIT = 1000;

    private final PartialPayload payload = new PartialPayload(LIMIT);
    private final byte[] bytes = new byte[LIMIT];

    @Test
    void keepsPiecesOfAnySizeInTheirOrder() {
        new Random(7).nextBytes(bytes);
        append(0, 100, 700, 701, 950, 1000);
        byte[] held = new byte[payload.size()];
        payload.view().get(held);
        assertArrayEquals(bytes, held);
    }

    @Test
    void takesNoMoreMemoryThanTheLimit() {
        append(0, 600, 601);
        assertEquals(LIMIT, payload.view().array().length);
    }

    @Test
    void takesMemoryForWhatHasArrived() {
        append(0, 300);
        assertEquals(300, payload.view().array().length);
    }

    @Test
    void holdsNoMemoryOnceReleased() {
        append(0, 300);
        payload.release();
        assertEquals(0, payload.size());
        assertEquals(0, payload.view().array().length);
    }

    private void append(int... bounds) {
        for (int i = 1; i < bounds.length; i++) {
            payload.append(ByteBuffer.wrap(bytes), bounds[i - 1], bounds[i]);
        }
    }
}
