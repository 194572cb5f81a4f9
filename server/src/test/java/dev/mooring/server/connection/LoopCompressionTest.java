package dev.mooring.server.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.mooring.server.metrics.ServerCounters;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** One deflater for all connections of a loop, and for one message at a time. */
class LoopCompressionTest {
    private final LoopCompression compression = new LoopCompression(new ServerCounters());

    @Test
    void compressesNothingElseWhileAMessageIsStillToBeSent() {
        ByteBuffer first = compression.shorter(message('a'));
        assertNotNull(first);
        ByteBuffer copy =
                ByteBuffer.allocate(first.remaining()).put(first.duplicate()).flip();
        assertNull(compression.shorter(message('b')));
        assertEquals(copy, first, "what is still to be sent was overwritten");
        compression.done();
        assertNotNull(compression.shorter(message('b')));
    }

    @Test
    void isNotInUseByWhatDoesNotGetShorter() {
        assertNull(compression.shorter(ByteBuffer.allocate(10)));
        assertNotNull(compression.shorter(message('a')));
    }

    @Test
    void endsTwice() {
        assertNotNull(compression.shorter(message('a')));
        assertNotNull(compression.inflater());
        compression.end();
        compression.end();
    }

    private static ByteBuffer message(char letter) {
        return ByteBuffer.wrap(String.valueOf(letter).repeat(500).getBytes(StandardCharsets.US_ASCII));
    }
}
