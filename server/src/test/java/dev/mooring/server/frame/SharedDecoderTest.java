package dev.mooring.server.frame;

import static dev.mooring.server.frame.ClientFrames.FINAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a decoder may pass from one connection to another. */
class SharedDecoderTest {
    private final FrameDecoder decoder = new FrameDecoder(FrameLimits.DEFAULT);
    private final Events events = new Events();

    @Test
    void isIdleBeforeTheFirstByteAndAfterEveryWholeMessage() {
        assertTrue(decoder.idle());
        feed(new ClientFrames().text("Hello").frame(FINAL | 9, "?"));
        assertTrue(decoder.idle());
        assertEquals(0, decoder.bufferedBytes());
    }

    @ParameterizedTest
    @CsvSource({
        "81, 1",
        "8185 0000, 4",
        "81fe 0080 000000, 7",
        "8185 00000000, 0",
        "8185 00000000 4865, 2",
        "0182 00000000 4865, 2",
        "0180 00000000, 0",
        "0182 00000000 4865 8985 00000000 6161, 4",
        "0182 00000000 4865 80, 3",
    })
    void isNotIdleInsideAFrameOrMessage(String hex, int buffered) {
        feed(new ClientFrames().hex(hex));
        assertFalse(decoder.idle());
        assertEquals(buffered, decoder.bufferedBytes());
    }

    @Test
    void becomesIdleWhenThePartIsCompleted() {
        feed(new ClientFrames().hex("0182 00000000 4865 80"));
        feed(new ClientFrames().hex("83 00000000 6c6c6f"));
        assertTrue(decoder.idle());
        assertEquals(0, decoder.bufferedBytes());
        assertEquals(List.of("text Hello"), events.lines());
    }

    @Test
    void staysWithAConnectionThatHasClosed() {
        feed(new ClientFrames().frame(1, "He").close(1000, ""));
        assertFalse(decoder.idle());
        assertEquals(0, decoder.bufferedBytes());
    }

    @Test
    void ignoresWhatFollowsAViolation() {
        feed(new ClientFrames().hex("ff"));
        feed(new ClientFrames().hex("ff"));
        feed(new ClientFrames().text("late"));
        assertEquals(List.of("violation 1002 reserved bit set"), events.lines());
    }

    @Test
    void tellsWhetherAMessageHasBegunAndWhetherItHasEnded() {
        feed(new ClientFrames().frame(FINAL | 9, "?"));
        assertFalse(decoder.insideMessage(), "a ping is no message");
        feed(new ClientFrames().frame(1, "He"));
        assertTrue(decoder.insideMessage());
        feed(new ClientFrames().frame(FINAL, "llo"));
        assertFalse(decoder.insideMessage());
        assertFalse(decoder.ended());
        feed(new ClientFrames().close(1000, ""));
        assertTrue(decoder.ended());
    }

    @Test
    void endsWithAViolation() {
        feed(new ClientFrames().hex("ff80"));
        assertTrue(decoder.ended());
    }

    /** Part of a message and part of a ping within it: all of it is forgotten. */
    @Test
    void forgetsEverythingWhenItIsReset() {
        feed(new ClientFrames().hex("0182 00000000 4865 8985 00000000 6161"));
        assertEquals(2L * (128 + 16), decoder.heldBytes());
        decoder.reset();
        assertEquals(0, decoder.heldBytes());
        assertEquals(0, decoder.bufferedBytes());
        assertTrue(decoder.idle());
        feed(new ClientFrames().hex("ff80"));
        decoder.reset();
        assertFalse(decoder.ended());
        feed(new ClientFrames().text("again"));
        assertEquals(List.of("violation 1002 reserved bit set", "text again"), events.lines());
    }

    @Test
    void holdsNoMemoryForAPartOnceItIsComplete() {
        feed(new ClientFrames().hex("8985 00000000 6161"));
        assertEquals(144, decoder.heldBytes());
        feed(new ClientFrames().hex("616161"));
        assertEquals(0, decoder.heldBytes());
        assertEquals(List.of("ping 6161616161"), events.lines());
    }

    /** The test heap is 512 MiB. */
    @Test
    void allocatesForWhatArrivedNotForWhatWasAnnounced() {
        FrameDecoder large = new FrameDecoder(new FrameLimits(Bytes.gibi(1), 1));
        Splits.feed(
                large,
                events,
                new ClientFrames()
                        .hex("82ff 0000000040000000 00000000 01020304")
                        .bytes());
        assertEquals(4, large.bufferedBytes());
        assertEquals(List.of(), events.lines());
    }

    private void feed(ClientFrames client) {
        Splits.feed(decoder, events, client.bytes());
    }
}
