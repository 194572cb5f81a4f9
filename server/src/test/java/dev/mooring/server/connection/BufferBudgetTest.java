package dev.mooring.server.connection;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.PeerMemory;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.server.MessageType;
import dev.mooring.server.frame.FrameDecoder;
import dev.mooring.server.frame.FrameLimits;
import dev.mooring.server.frame.FrameSink;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whether the longest message finds room in the memory that peers can make the server keep. */
class BufferBudgetTest {
    private static final long SEED = 20_261_129;

    @Test
    void refusesALongestMessageThatCouldNeverArrive() {
        RefusedException refused =
                assertThrows(RefusedException.class, () -> PeerMemory.requireRoomFor(Bytes.gibi(1), Bytes.mebi(53)));
        assertEquals(
                "max-message=1GiB is more than 13567KiB, the most that can arrive with the memory for peers, a third of the"
                        + " heap; lower max-message or raise the heap",
                refused.getMessage());
    }

    @Test
    void takesTheLongestThatItNamesAndNoneLonger() {
        assertDoesNotThrow(() -> PeerMemory.requireRoomFor(Bytes.kibi(13_567), Bytes.mebi(53)));
        assertThrows(RefusedException.class, () -> PeerMemory.requireRoomFor(Bytes.kibi(13_568), Bytes.mebi(53)));
    }

    @Test
    void hasRoomForAMessageOfTheLongestSizeHoweverItIsCut() {
        Random random = new Random(SEED);
        for (int i = 0; i < 300; i++) {
            int length = 65_536 + random.nextInt(300_000);
            FrameLimits frames = new FrameLimits(Bytes.of(length), 1 << 20);
            long half = PeerMemory.leastFor(frames.maxMessage()).count() / 2;
            long most = 280 + mostHeld(frames, length, random);
            assertTrue(most <= half, most + " of " + half + " bytes for " + length + ", seed " + SEED);
        }
    }

    /** What a message of this length holds at most, in bytes: an array, and the one that it grows into. */
    private static long mostHeld(FrameLimits frames, int length, Random random) {
        FrameDecoder decoder = new FrameDecoder(frames);
        long[] most = {0};
        FrameSink sink = new Ignoring() {
            @Override
            public boolean mayHold(long bytes) {
                most[0] = Math.max(most[0], decoder.heldBytes() + bytes);
                return true;
            }
        };
        ByteBuffer header = ByteBuffer.allocate(14).put((byte) 0x82).put((byte) 0xFF);
        decoder.decode(header.putLong(length).putInt(0).flip(), sink);
        int chunk = 1 + random.nextInt(1 << 16);
        for (int left = length; left > 0; left -= chunk) {
            decoder.decode(ByteBuffer.allocate(Math.min(left, chunk)), sink);
        }
        return most[0];
    }

    /** Hears nothing. */
    private static class Ignoring implements FrameSink {
        @Override
        public void message(MessageType type, ByteBuffer payload) {}

        @Override
        public void ping(ByteBuffer payload) {}

        @Override
        public void pong(ByteBuffer payload) {}

        @Override
        public void close(int code) {}

        @Override
        public void violation(int code, String reason) {
            throw new AssertionError(code + " " + reason);
        }
    }
}
