package dev.mooring.server.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The platform's own decoder is the judge. */
class Utf8Test {
    private static final long SEED = 20_261_124L;
    private static final String SAMPLE =
            "plain ASCII, \u03ba\u1f79\u03c3\u03bc\u03b5, \ud834\udd1e, \uffff \u0080 \u0800 ";

    private final CharsetDecoder judge = StandardCharsets.UTF_8.newDecoder();
    private final CharBuffer characters = CharBuffer.allocate(256);

    @Test
    void judgesEveryTwoBytes() {
        for (int two = 0; two <= 0xFFFF; two++) {
            assertSame(new byte[] {(byte) (two >> 8), (byte) two});
        }
    }

    /** Leading bytes that need no second one are left out: the rest of those is judged above. */
    @Test
    void judgesEveryThreeBytes() {
        for (int three = 0xC2_0000; three <= 0xFF_FFFF; three++) {
            byte[] bytes = {(byte) (three >> 16), (byte) (three >> 8), (byte) three};
            if (isValid(bytes) != (state(bytes) == Utf8.COMPLETE)) {
                assertSame(bytes);
            }
        }
    }

    @Test
    void judgesFourBytesWithEveryLeadAndSecond() {
        for (int lead = 0xE0; lead <= 0xFF; lead++) {
            for (int second = 0; second <= 0xFF; second++) {
                assertSame(new byte[] {(byte) lead, (byte) second, (byte) 0x80, (byte) 0xBF});
                assertSame(new byte[] {(byte) lead, (byte) second, (byte) 0xBF, 'a'});
            }
        }
    }

    @Test
    void judgesDamagedTextInTwoPieces() {
        Random random = new Random(SEED);
        byte[] sample = SAMPLE.getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 50_000; round++) {
            int from = random.nextInt(sample.length);
            byte[] bytes = Arrays.copyOfRange(sample, from, from + random.nextInt(sample.length - from + 1));
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            int cut = random.nextInt(bytes.length + 1);
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            int state = Utf8.advance(Utf8.advance(Utf8.COMPLETE, buffer, 0, cut), buffer, cut, bytes.length);
            assertEquals(isValid(bytes), state == Utf8.COMPLETE, () -> "seed " + SEED + ": " + hex(bytes));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"c0", "c1", "f5", "ff", "80", "e080", "eda0", "f08f", "f490", "c241", "e1bf41", "f1808041"})
    void refusesAtTheFirstByteThatCannotBeRight(String hex) {
        byte[] bytes = ClientFrames.bytesOf(hex);
        assertEquals(Utf8.INVALID, state(bytes));
        if (bytes.length > 1) {
            int before = Utf8.advance(Utf8.COMPLETE, ByteBuffer.wrap(bytes), 0, bytes.length - 1);
            assertNotEquals(Utf8.INVALID, before, "refused a byte too early");
        }
    }

    private void assertSame(byte[] bytes) {
        assertEquals(isValid(bytes), state(bytes) == Utf8.COMPLETE, () -> hex(bytes));
    }

    private boolean isValid(byte[] bytes) {
        characters.clear();
        judge.reset();
        return !judge.decode(ByteBuffer.wrap(bytes), characters, true).isError();
    }

    private static int state(byte[] bytes) {
        return Utf8.advance(Utf8.COMPLETE, ByteBuffer.wrap(bytes), 0, bytes.length);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
