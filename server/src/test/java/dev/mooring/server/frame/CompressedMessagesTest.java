package dev.mooring.server.frame;

import static dev.mooring.server.frame.ClientFrames.FINAL;
import static dev.mooring.server.frame.Deflated.RSV1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed messages: RFC 7692 sections 6 and 7.2, with its own examples. */
class CompressedMessagesTest {
    private static final FrameLimits LIMITS = new FrameLimits(Bytes.kibi(1), 20);
    private static final int TEXT = 1;
    private static final int BINARY = 2;

    /** Sections 7.2.3.1 to 7.2.3.6. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "one block               | f248cdc9c90700",
                "a block not compressed  | 000500faff48656c6c6f00",
                "a last block            | f348cdc9c9070000",
                "two blocks              | f248050000 00ffffcac9c90700",
                "a last block at the end | f348cdc9c90700",
                "an empty last one       | f248cdc9c90704",
                "many empty ones         | 000000ffff 000000ffff f248cdc9c90700 0000ffff 00",
            })
    void areInflated(String what, String hex) {
        assertEquals(List.of("text Hello"), decode(compressed(hex)), what);
    }

    @Test
    void referToWhatALastBlockHasMade() {
        byte[] plain = new byte[300];
        new Random(7).nextBytes(plain);
        Deflater first = new Deflater(9, true);
        byte[] out = new byte[2_000];
        first.setInput(plain);
        first.finish();
        int size = first.deflate(out);
        first.end();
        Deflater second = new Deflater(9, true);
        second.setDictionary(plain);
        second.setInput(plain);
        int more = second.deflate(out, size, out.length - size, Deflater.SYNC_FLUSH);
        second.end();
        assertTrue(more < 20, "the second half is a reference");
        byte[] payload = Arrays.copyOf(out, size + more - 4);
        assertEquals(
                List.of("binary " + HexFormat.of().formatHex(plain).repeat(2)),
                decode(new ClientFrames().frame(FINAL | RSV1 | BINARY, payload)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "", "01", "0300", "000000ffff00"})
    void mayBeEmpty(String hex) {
        assertEquals(List.of("text ", "text next"), decode(compressed(hex).text("next")));
    }

    @Test
    void mayBeAnyMixtureWithOthersAndWithControlFrames() {
        byte[] payload = Deflated.of("Hello Hello Hello Hello".getBytes(UTF_8));
        ClientFrames client = new ClientFrames()
                .frame(RSV1 | TEXT, Arrays.copyOf(payload, 1))
                .frame(FINAL | 9, "?")
                .frame(0, Arrays.copyOfRange(payload, 1, 4))
                .frame(0, new byte[0])
                .frame(FINAL | 10, "!")
                .frame(FINAL, Arrays.copyOfRange(payload, 4, payload.length))
                .text("plain")
                .frame(FINAL | RSV1 | BINARY, Deflated.of(new byte[] {1, 2, 3}))
                .frame(1, "He")
                .frame(FINAL, "llo")
                .close(1000, "");
        assertEquals(
                List.of(
                        "ping 3f",
                        "pong 21",
                        "text Hello Hello Hello Hello",
                        "text plain",
                        "binary 010203",
                        "text Hello",
                        "close 1000"),
                decode(client));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "c9 80 00000000       | a ping",
                "ca 80 00000000       | a pong",
                "c8 80 00000000       | a Close",
                "a1 80 00000000       | RSV2",
                "91 80 00000000       | RSV3",
                "e1 80 00000000       | RSV1 and RSV2",
                "f1 80 00000000       | all three",
                "c3 80 00000000       | an unknown opcode",
                "c0 80 00000000       | a continuation of nothing",
                "4181 00000000 00 c0 80 00000000 | RSV1 on a continuation",
                "0181 00000000 61 c0 80 00000000 | RSV1 on a plain message's continuation",
            })
    void haveTheirBitOnTheirFirstFrameAndNowhereElse(String hex, String what) {
        assertEquals(List.of("violation 1002 reserved bit set"), decode(new ClientFrames().hex(hex)), what);
    }

    @Test
    void areRefusedWhereNobodyAgreedOnThem() {
        assertEquals(
                List.of("violation 1002 reserved bit set"),
                Splits.decode(LIMITS, compressed("f248cdc9c90700").bytes()));
    }

    @Test
    void beginNoMessageInsideAnother() {
        assertEquals(
                List.of("violation 1002 message inside a message"),
                decode(new ClientFrames().frame(1, "He").frame(FINAL | RSV1 | TEXT, Deflated.of(new byte[3]))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ff",
                "06",
                "02",
                "f248",
                "f248cdc9c907",
                "000500faff4865",
                "001400ebff4865",
                "000b00f4ff4865",
                "0005000000",
                "000000fffff248"
            })
    void endTheConnectionWhenTheyAreDamaged(String hex) {
        assertEquals(
                List.of("violation 1007 compressed message damaged"),
                decode(compressed(hex).text("late")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"c328", "e282", "eda080", "61ff"})
    void areTextOnlyIfTheInflatedBytesAre(String hex) {
        byte[] payload = Deflated.of(HexFormat.of().parseHex(hex));
        assertEquals(
                List.of("violation 1007 text is not UTF-8"),
                decode(new ClientFrames().frame(FINAL | RSV1 | TEXT, payload)));
        assertEquals(List.of("binary " + hex), decode(new ClientFrames().frame(FINAL | RSV1 | BINARY, payload)));
    }

    /** The compressed bytes are none. */
    @Test
    void areTextThoughTheirCompressedBytesAreNone() {
        byte[] payload = HexFormat.of().parseHex("f248cdc9c90700");
        assertEquals(Utf8.INVALID, Utf8.advance(Utf8.COMPLETE, ByteBuffer.wrap(payload), 0, payload.length));
        assertEquals(List.of("text Hello"), decode(compressed("f248cdc9c90700")));
    }

    @ParameterizedTest
    @CsvSource({"1023, true", "1024, true", "1025, false", "1026, false", "100000, false"})
    void mayBeAsLongInflatedAsAnyOther(int length, boolean allowed) {
        byte[] payload = Deflated.of(new byte[length]);
        List<String> events = decode(new ClientFrames().frame(FINAL | RSV1 | BINARY, payload));
        assertEquals(List.of(allowed ? "binary " + "00".repeat(length) : "violation 1009 message too big"), events);
    }

    /** A sender that compresses everything makes noise longer. */
    @Test
    void mayBeAnEighthLongerCompressedThanInflated() {
        byte[] noise = new byte[1 << 10];
        new Random(3).nextBytes(noise);
        for (int way = 0; way <= 11; way++) {
            byte[] payload = Deflated.of(noise, way);
            assertTrue(payload.length > noise.length);
            assertEquals(
                    List.of("binary " + HexFormat.of().formatHex(noise)),
                    decode(new ClientFrames().frame(FINAL | RSV1 | BINARY, payload)));
        }
        int longest = MessageInflater.longestCompressed(1 << 10);
        assertEquals((1 << 10) + (1 << 7) + 64, longest);
        assertEquals(
                List.of("violation 1009 message too big"),
                decode(new ClientFrames().frame(FINAL | RSV1 | BINARY, new byte[longest + 1])));
        assertEquals(
                List.of("violation 1009 message too big"),
                decode(new ClientFrames()
                        .frame(RSV1 | BINARY, new byte[longest])
                        .frame(FINAL, new byte[1])));
    }

    @Test
    void areGivenUpWhenTheyAreMadeOfLastBlocks() {
        String two = "0300";
        assertEquals(List.of("text "), decode(compressed(two.repeat(257))));
        assertEquals(List.of("violation 1008 too many last blocks"), decode(compressed(two.repeat(258))));
    }

    /** 128 MiB of zeros in 128 KiB: what is made of it is a message's length, and given back. */
    @Test
    void endAtTheLimitHoweverMuchTheyWouldMake() {
        FrameLimits limits = new FrameLimits(Bytes.mebi(4), 1);
        byte[] bomb = Deflated.of(new byte[1 << 27]);
        assertTrue(bomb.length < 1 << 18);
        InflatingEvents events = new InflatingEvents(Bytes.mebi(16).count());
        FrameDecoder decoder = new FrameDecoder(limits);
        byte[] stream = new ClientFrames().frame(FINAL | RSV1 | BINARY, bomb).bytes();
        Splits.feed(decoder, events, stream);
        assertEquals(List.of("violation 1009 message too big"), events.lines());
        assertEquals(0, events.held());
        // The last array, of the limit and one byte, and the one before it, of half of that at least.
        assertTrue(events.most() < Bytes.mebi(8).count(), () -> events.most() + " bytes");
    }

    @Test
    void areGivenUpWhenThereIsNoMemoryForWhatTheyMake() {
        InflatingEvents events = new InflatingEvents(Bytes.kibi(200).count());
        FrameDecoder decoder = new FrameDecoder(new FrameLimits(Bytes.mebi(4), 1));
        byte[] stream = new ClientFrames()
                .frame(FINAL | RSV1 | BINARY, Deflated.of(new byte[1 << 18]))
                .bytes();
        Splits.feed(decoder, events, stream);
        assertEquals(List.of("violation 1013 out of buffer memory"), events.lines());
        assertEquals(0, events.held());
    }

    @Test
    void askForNoMemoryUpToTheDefaultLimitAndGiveBackWhatTheyTakeBeyond() {
        InflatingEvents events = new InflatingEvents(Bytes.mebi(64).count());
        FrameDecoder decoder = new FrameDecoder(new FrameLimits(Bytes.mebi(4), 1));
        Splits.feed(
                decoder,
                events,
                new ClientFrames()
                        .frame(FINAL | RSV1 | BINARY, Deflated.of(new byte[1 << 16]))
                        .bytes());
        assertEquals(0, events.most());
        Splits.feed(
                decoder,
                events,
                new ClientFrames()
                        .frame(FINAL | RSV1 | BINARY, Deflated.of(new byte[1 << 20]))
                        .bytes());
        assertEquals(0, events.held());
        assertTrue(events.most() > 1 << 20);
        assertEquals(2, events.lines().size());
        assertEquals(2 * (1 << 20), events.lines().get(1).length() - "binary ".length());
    }

    private static ClientFrames compressed(String hex) {
        return new ClientFrames().frame(FINAL | RSV1 | TEXT, ClientFrames.bytesOf(hex));
    }

    /** Whole, cut in two at every byte, and byte by byte. */
    private static List<String> decode(ClientFrames client) {
        return Splits.decode(() -> new InflatingEvents(Bytes.mebi(1).count()), LIMITS, client.bytes());
    }
}
