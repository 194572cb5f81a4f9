package dev.mooring.server.frame;

import static dev.mooring.server.frame.ClientFrames.direct;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Feeds a stream whole, cut in two at every byte, and byte by byte; the events must be the same each time. */
final class Splits {
    private Splits() {}

    static List<String> decode(FrameLimits limits, byte[] stream) {
        List<String> whole = decodeCutAt(limits, stream);
        for (int cut = 1; cut < stream.length; cut++) {
            assertEquals(whole, decodeCutAt(limits, stream, cut), cutMessage(stream, "at " + cut));
        }
        int[] everywhere = new int[Math.max(0, stream.length - 1)];
        Arrays.setAll(everywhere, i -> i + 1);
        assertEquals(whole, decodeCutAt(limits, stream, everywhere), cutMessage(stream, "everywhere"));
        return whole;
    }

    static List<String> decodeCutAt(FrameLimits limits, byte[] stream, int... cuts) {
        FrameDecoder decoder = new FrameDecoder(limits);
        Events events = new Events();
        int from = 0;
        for (int cut : cuts) {
            decoder.decode(direct(stream, from, cut), events);
            from = cut;
        }
        decoder.decode(direct(stream, from, stream.length), events);
        return events.lines();
    }

    private static String cutMessage(byte[] stream, String where) {
        return "cut " + where + ": " + HexFormat.of().formatHex(stream);
    }
}
