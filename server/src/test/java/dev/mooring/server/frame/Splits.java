package dev.mooring.server.frame;

import static dev.mooring.server.frame.ClientFrames.direct;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

/** Feeds a stream whole, cut in two at every byte, and byte by byte; the events must be the same each time. */
final class Splits {
    private Splits() {}

    static List<String> decode(FrameLimits limits, byte[] stream) {
        return decode(Events::new, limits, stream);
    }

    /** The same with other sinks. */
    static List<String> decode(Supplier<Events> sinks, FrameLimits limits, byte[] stream) {
        List<String> whole = decodeCutAt(sinks.get(), limits, stream);
        for (int cut = 1; cut < stream.length; cut++) {
            assertEquals(whole, decodeCutAt(sinks.get(), limits, stream, cut), cutMessage(stream, "at " + cut));
        }
        int[] everywhere = new int[Math.max(0, stream.length - 1)];
        Arrays.setAll(everywhere, i -> i + 1);
        assertEquals(whole, decodeCutAt(sinks.get(), limits, stream, everywhere), cutMessage(stream, "everywhere"));
        return whole;
    }

    static List<String> decodeCutAt(FrameLimits limits, byte[] stream, int... cuts) {
        return decodeCutAt(new Events(), limits, stream, cuts);
    }

    private static List<String> decodeCutAt(Events events, FrameLimits limits, byte[] stream, int... cuts) {
        FrameDecoder decoder = new FrameDecoder(limits);
        feed(decoder, events, stream, cuts);
        return events.lines();
    }

    /** Feeds the pieces, each in a buffer of its own, and checks that nothing outside them was touched. */
    static void feed(FrameDecoder decoder, Events events, byte[] stream, int... cuts) {
        int from = 0;
        for (int cut : cuts) {
            feedPiece(decoder, events, stream, from, cut);
            from = cut;
        }
        feedPiece(decoder, events, stream, from, stream.length);
    }

    private static void feedPiece(FrameDecoder decoder, Events events, byte[] stream, int from, int to) {
        ByteBuffer piece = direct(stream, from, to);
        int limit = piece.limit();
        decoder.decode(piece, events);
        assertEquals(limit, piece.limit(), "the limit moved");
        assertEquals(limit, piece.position(), "not everything was consumed");
        piece.clear();
        for (int i = 0; i < ClientFrames.MARGIN; i++) {
            assertEquals(0, piece.get(i), "a byte before the chunk changed");
            assertEquals(0, piece.get(limit + i), "a byte behind the chunk changed");
        }
    }

    private static String cutMessage(byte[] stream, String where) {
        return "cut " + where + ": " + HexFormat.of().formatHex(stream);
    }
}
