package dev.mooring.server.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.CloseCode;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where frames that the encoder wrote one behind the other begin and end. */
class EncodedFramesTest {
    private static final int[] LENGTHS = {0, 1, 2, 125, 126, 127, 128, 255, 256, 32_767, 32_768, 65_535, 65_536, 70_000
    };
    private static final int[] OPCODES = {Opcode.TEXT, Opcode.BINARY, Opcode.CLOSE, Opcode.PING, Opcode.PONG};
    private static final long SEED = 11;

    @Test
    void findsEachFrameBehindTheOneBefore() {
        Random random = new Random(SEED);
        for (int round = 0; round < 100; round++) {
            ByteBuffer out = ByteBuffer.allocate(400_000);
            out.position(random.nextInt(5));
            int[] begins = new int[5];
            int[] payloads = new int[begins.length];
            int[] ends = new int[begins.length];
            int[] opcodes = new int[begins.length];
            for (int frame = 0; frame < begins.length; frame++) {
                int length = LENGTHS[random.nextInt(LENGTHS.length)];
                opcodes[frame] = OPCODES[random.nextInt(OPCODES.length)];
                begins[frame] = out.position();
                FrameEncoder.header(out, opcodes[frame], length);
                payloads[frame] = out.position();
                assertEquals(FrameEncoder.headerLength(length), payloads[frame] - begins[frame], () -> "of " + length);
                out.position(out.position() + length);
                ends[frame] = out.position();
            }
            for (int frame = 0; frame < begins.length; frame++) {
                String named = "frame " + frame + ", seed " + SEED;
                assertEquals(payloads[frame], EncodedFrames.payload(out, begins[frame]), named);
                assertEquals(ends[frame], EncodedFrames.end(out, begins[frame]), named);
                assertEquals(opcodes[frame] <= Opcode.BINARY, EncodedFrames.isMessage(out, begins[frame]), named);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0, 0x1, 0x2})
    void dataFramesAreNoControlFrames(int opcode) {
        assertFalse(Opcode.isControl(opcode));
        assertTrue(Opcode.isKnown(opcode));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x8, 0x9, 0xA})
    void controlFramesAreKnown(int opcode) {
        assertTrue(Opcode.isControl(opcode));
        assertTrue(Opcode.isKnown(opcode));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x3, 0x4, 0x5, 0x6, 0x7, 0xB, 0xC, 0xD, 0xE, 0xF})
    void otherOpcodesAreUnknown(int opcode) {
        assertFalse(Opcode.isKnown(opcode));
    }

    @Test
    void aCloseEndsWhereItsReasonEnds() {
        ByteBuffer out = ByteBuffer.allocate(FrameEncoder.MAX_CONTROL_FRAME);
        FrameEncoder.close(out, CloseCode.NORMAL, "r".repeat(200));
        assertEquals(FrameEncoder.MAX_CONTROL_FRAME, out.position());
        assertEquals(out.position(), EncodedFrames.end(out, 0));
        assertEquals(2, EncodedFrames.payload(out, 0));
    }
}
