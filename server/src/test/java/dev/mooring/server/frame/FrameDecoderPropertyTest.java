package dev.mooring.server.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.capacity.unit.Bytes;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Thousands of random streams, cut at random: events, idleness and bytes held must be those of the slow decoder. */
class FrameDecoderPropertyTest {
    private static final int STREAMS = 20_000;
    private static final FrameLimits LIMITS = new FrameLimits(Bytes.of(48), 4);

    @Test
    void agreesWithTheSlowDecoderOnValidStreams() {
        agrees(1_000_000L, FrameStreams::valid);
    }

    @Test
    void agreesWithTheSlowDecoderOnDamagedStreams() {
        agrees(2_000_000L, FrameStreams::damaged);
    }

    @Test
    void agreesWithTheSlowDecoderOnGarbage() {
        agrees(3_000_000L, FrameStreams::garbage);
    }

    private static void agrees(long firstSeed, Function<FrameStreams, byte[]> kind) {
        for (long seed = firstSeed; seed < firstSeed + STREAMS; seed++) {
            FrameStreams streams = new FrameStreams(seed);
            byte[] stream = kind.apply(streams);
            agrees(seed, stream, streams.cuts(stream.length));
        }
    }

    private static void agrees(long seed, byte[] stream, int[] cuts) {
        ReferenceDecoder reference = new ReferenceDecoder(LIMITS, stream);
        List<String> expected = reference.events();
        FrameDecoder decoder = new FrameDecoder(LIMITS);
        Events events = new Events();
        Splits.feed(decoder, events, stream, cuts);
        assertEquals(
                List.of(expected, reference.idle(), reference.held()),
                List.of(events.lines(), decoder.idle(), decoder.bufferedBytes()),
                () -> "seed " + seed + ", cut at " + Arrays.toString(cuts) + ": "
                        + HexFormat.of().formatHex(stream));
    }
}
