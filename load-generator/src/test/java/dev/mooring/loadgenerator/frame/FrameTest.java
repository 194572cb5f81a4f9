package dev.mooring.loadgenerator.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {
    private static final class Recorder implements FrameSink {
        final List<String> events = new ArrayList<>();

        @Override
        public void data(ByteBuffer payload, boolean text, boolean last) {
            events.add((last ? "last " : "piece ") + (text ? "text " : "") + hex(payload));
        }

        @Override
        public void ping(ByteBuffer payload) {
            events.add("ping " + hex(payload));
        }

        @Override
        public void close(int code) {
            events.add("close " + code);
        }

        @Override
        public void violation(String reason, int code) {
            events.add("violation " + reason + (code == CloseCode.PROTOCOL_ERROR ? "" : " " + code));
        }

        @Override
        public void tooLarge() {
            events.add("too large");
        }

        private static String hex(ByteBuffer payload) {
            byte[] bytes = new byte[payload.remaining()];
            payload.get(bytes);
            return HexFormat.of().formatHex(bytes);
        }
    }

    @Test
    void deliversFramesInTheOrderOfTheWire() {
        assertEquals(
                List.of("ping 61", "piece 0102", "ping ", "last 03", "last text ", "close 1012"),
                events("890161" + "02020102" + "8900" + "800103" + "8a00" + "8100" + "880203f4" + "ffff"));
    }

    @Test
    void readsACloseWithoutCode() {
        assertEquals(List.of("close 1005"), events("8800"));
    }

    @ParameterizedTest
    @CsvSource({
        "c900, reserved bit without an extension",
        "8980, masked frame from a server",
        "8300, unknown opcode 3",
        "8b00, unknown opcode 11",
        "0900, fragmented or oversized control frame",
        "897e, fragmented or oversized control frame",
        "8000, continuation of nothing",
        "01000100, new message inside a fragmented one",
        "880103, Close with half a code",
        "827fffffffffffffffff, length with the highest bit set"
    })
    void namesWhatTheRfcDoesNotAllow(String wire, String reason) {
        assertEquals("violation " + reason, events(wire).getLast());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65535})
    void namesACloseCodeThatMayNotBeSent(int code) {
        assertEquals(List.of("violation Close with code " + code), events("8802%04x".formatted(code)), "RFC 6455, 7.4");
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1003, 1007, 1012, 1014, 3000, 4999})
    void takesACloseCodeThatMayBeSent(int code) {
        assertEquals(List.of("close " + code), events("8802%04x".formatted(code)));
    }

    @ParameterizedTest
    @CsvSource({
        "8101ff, a byte that is never used",
        "8101c3, a character that has no end",
        "8102c080, a form that is too long",
        "8103eda080, a surrogate",
        "8104f4908080, above the last character",
        "0101e2 800182, a character that has no end in the last piece",
        "0101e2 80028241, a byte that ends no character"
    })
    void namesTextThatIsNotUtf8(String wire, String why) {
        assertEquals(
                "violation text that is not UTF-8 1007",
                events(wire.replace(" ", "")).getLast(),
                why);
    }

    @Test
    void takesACharacterInPiecesWithAPingInBetween() {
        assertEquals(
                List.of("piece text 61f0", "piece text 9f98", "ping ", "last text 80"),
                events("010261f0" + "00029f98" + "8900" + "800180"));
    }

    @Test
    void takesAnyBytesInABinaryMessage() {
        assertEquals(List.of("piece ff", "last c0"), events("0201ff" + "8001c0"));
    }

    @Test
    void namesAReasonThatIsNotUtf8() {
        assertEquals(List.of("violation Close with a reason that is not UTF-8 1007"), events("880303e8ff"));
    }

    /** Against the decoder of the platform, on texts with one byte changed. */
    @Test
    void agreesWithThePlatformOnWhatIsUtf8() {
        long seed = 7;
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] text = random.ints(random.nextInt(1, 30), 0, 0x110000)
                    .filter(character -> character < 0xd800 || character > 0xdfff)
                    .map(character -> random.nextBoolean() ? character & 0x7f : character)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
            if (text.length > 0 && random.nextBoolean()) {
                text[random.nextInt(text.length)] = (byte) random.nextInt();
            }
            assertEquals(
                    isUtf8(text),
                    OpenMessage.behind(OpenMessage.TEXT, ByteBuffer.wrap(text)) == OpenMessage.TEXT,
                    "seed " + seed + ", round " + round + ": " + HexFormat.of().formatHex(text));
        }
    }

    private static boolean isUtf8(byte[] text) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    @Test
    void doesNotCallALargeFrameAViolation() {
        assertEquals(List.of("too large"), events("827f0000000000100001" + "ffff"));
        assertEquals(List.of(), events("827f0000000000100000"));
    }

    @Test
    void decodesTheSameFromAnyPieces() {
        long seed = 5;
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            byte[] wire = randomFrames(random);
            Recorder whole = new Recorder();
            FrameDecoder.decode(ByteBuffer.wrap(wire), 0, whole);
            Recorder pieces = new Recorder();
            ByteBuffer kept = ByteBuffer.allocate(0);
            int open = 0;
            for (int at = 0; at < wire.length; ) {
                int size = Math.min(wire.length - at, 1 + random.nextInt(200));
                ByteBuffer in = ByteBuffer.allocate(kept.remaining() + size)
                        .put(kept)
                        .put(wire, at, size)
                        .flip();
                open = FrameDecoder.decode(in, open, pieces);
                kept = in;
                at += size;
            }
            assertEquals(whole.events, pieces.events, "seed " + seed + ", round " + round);
            assertFalse(kept.hasRemaining(), "seed " + seed + ", round " + round);
        }
    }

    @Test
    void saysWhetherAMessageIsStillOpen() {
        int open = FrameDecoder.decode(wire("010161"), 0, new Recorder());
        assertTrue(open != 0);
        assertEquals(open, FrameDecoder.decode(wire("8900"), open, new Recorder()));
        assertEquals(0, FrameDecoder.decode(wire("8000"), open, new Recorder()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 7, 125, 126, 65535, 65536})
    void masksWhatAServerUnmasks(int size) {
        byte[] payload = new byte[size];
        new Random(size).nextBytes(payload);
        ByteBuffer out = ByteBuffer.allocate(size + FrameEncoder.MAX_HEADER);
        FrameEncoder.encode(Opcode.BINARY, ByteBuffer.wrap(payload), 0xa1b2c3d4, out);
        out.flip();
        assertEquals((byte) 0x82, out.get());
        int length = out.get() & 0xff;
        assertTrue(length >= 128, "client frames are masked");
        int named = length == 254 ? out.getShort() & 0xffff : length == 255 ? (int) out.getLong() : length - 128;
        assertEquals(size, named);
        byte[] mask = new byte[4];
        out.get(mask);
        assertArrayEquals(new byte[] {(byte) 0xa1, (byte) 0xb2, (byte) 0xc3, (byte) 0xd4}, mask);
        byte[] unmasked = new byte[size];
        out.get(unmasked);
        for (int i = 0; i < size; i++) {
            unmasked[i] ^= mask[i & 3];
        }
        assertArrayEquals(payload, unmasked);
        assertFalse(out.hasRemaining());
    }

    @Test
    void encodesACloseWithAndWithoutCode() {
        ByteBuffer out = ByteBuffer.allocate(32);
        FrameEncoder.encodeClose(1000, 0, out);
        FrameEncoder.encodeClose(CloseCode.NO_STATUS, 0, out);
        assertEquals(
                "88820000000003e8" + "888000000000",
                HexFormat.of().formatHex(Arrays.copyOf(out.array(), out.position())));
    }

    private static byte[] randomFrames(Random random) {
        ByteBuffer out = ByteBuffer.allocate(200_000);
        boolean open = false;
        for (int i = 0; i < 8; i++) {
            boolean ping = random.nextInt(3) == 0;
            boolean last = ping || random.nextBoolean();
            int opcode = ping ? Opcode.PING : open ? Opcode.CONTINUATION : Opcode.BINARY;
            byte[] payload = new byte[ping ? random.nextInt(126) : random.nextInt(300)];
            random.nextBytes(payload);
            out.put((byte) ((last ? 0x80 : 0) | opcode));
            if (payload.length < 126) {
                out.put((byte) payload.length);
            } else {
                out.put((byte) 126).putShort((short) payload.length);
            }
            out.put(payload);
            open = ping ? open : !last;
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private static List<String> events(String hex) {
        Recorder recorder = new Recorder();
        FrameDecoder.decode(wire(hex), 0, recorder);
        return recorder.events;
    }

    private static ByteBuffer wire(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }
}
