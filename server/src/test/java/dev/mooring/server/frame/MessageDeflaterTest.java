package dev.mooring.server.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.server.functional.PerMessageDeflate;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is compressed, and that everybody can undo it. */
class MessageDeflaterTest {
    private final MessageDeflater deflater = new MessageDeflater();

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 4_095, 4_096, 4_097, 8_192, 12_289, 65_535, 65_536, 65_537, 300_000, 1 << 20})
    void compressesWhatGetsShorter(int length) {
        byte[] plain = words(new Random(length), length);
        byte[] shorter = shorter(plain);
        assertTrue(shorter.length < plain.length / 2, () -> length + " bytes became " + shorter.length);
        assertArrayEquals(plain, PerMessageDeflate.inflated(shorter));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 199, (1 << 20) + 1})
    void leavesShortAndVeryLongMessagesAsTheyAre(int length) {
        assertNull(deflater.shorter(ByteBuffer.wrap(new byte[length])));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 4_096, 5_000, 65_536, 200_000})
    void leavesWhatDoesNotGetShorterAsItIs(int length) {
        byte[] noise = new byte[length];
        new Random(length).nextBytes(noise);
        assertNull(deflater.shorter(ByteBuffer.wrap(noise)));
        assertNotNull(deflater.shorter(ByteBuffer.wrap(new byte[length])), "the next is not harmed");
    }

    /** From noise to one byte alone: at every point between either it is shorter by a byte, or it is left as it is. */
    @Test
    void isShorterOrNothingHoweverLittleThereIsToSave() {
        Random random = new Random(11);
        int left = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] plain = new byte[200 + random.nextInt(300)];
            random.nextBytes(plain);
            int alike = random.nextInt(80);
            Arrays.fill(plain, 0, alike, (byte) 'x');
            @Nullable ByteBuffer shorter = deflater.shorter(ByteBuffer.wrap(plain));
            if (shorter == null) {
                left++;
            } else {
                assertTrue(shorter.remaining() < plain.length);
                assertArrayEquals(plain, PerMessageDeflate.inflated(bytes(shorter)), "message " + i);
            }
        }
        assertTrue(left > 1_000 && left < 19_000, "left as they were: " + left);
    }

    /** Each 4 KiB stands for itself: the same again is compressed as if it came for the first time. */
    @Test
    void refersNoFurtherBackThanTheSmallestWindowThatItAgreesTo() {
        byte[] noise = new byte[4_096];
        new Random(5).nextBytes(noise);
        byte[] twice = Arrays.copyOf(noise, 2 * noise.length);
        System.arraycopy(noise, 0, twice, noise.length, noise.length);
        assertNull(deflater.shorter(ByteBuffer.wrap(twice)), "Deflater itself would refer back over 4 KiB");
        assertTrue(PerMessageDeflate.deflated(twice).length < 5_000);
    }

    @Test
    void compressesWhateverKindOfBufferAndLeavesItAsItIs() {
        byte[] plain = words(new Random(9), 1_000);
        byte[] expected = shorter(plain);
        ByteBuffer direct =
                ByteBuffer.allocateDirect(1_010).put(5, plain).position(5).limit(1_005);
        ByteBuffer[] kinds = {
            direct, direct.asReadOnlyBuffer(), ByteBuffer.wrap(plain).asReadOnlyBuffer(), direct.slice()
        };
        for (ByteBuffer kind : kinds) {
            int position = kind.position();
            ByteBuffer made = deflater.shorter(kind);
            assertNotNull(made);
            assertArrayEquals(expected, bytes(made));
            assertEquals(position, kind.position());
            assertEquals(1_000, kind.remaining());
        }
    }

    private byte[] shorter(byte[] plain) {
        ByteBuffer made = deflater.shorter(ByteBuffer.wrap(plain));
        assertNotNull(made);
        return bytes(made);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static byte[] words(Random random, int length) {
        String[] words = {"alpha ", "beta ", "gamma ", "delta ", "epsilon ", "zeta ", "eta ", "theta "};
        StringBuilder text = new StringBuilder(length + 8);
        while (text.length() < length) {
            text.append(words[random.nextInt(words.length)]);
        }
        return Arrays.copyOf(text.toString().getBytes(StandardCharsets.US_ASCII), length);
    }
}
