package dev.mooring.server.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a decoder asks for is what it is about to hold beside what it holds already, and it asks first. */
class HeldBytesTest {
    private final FrameDecoder decoder = new FrameDecoder(FrameLimits.DEFAULT);
    private final List<String> asked = new ArrayList<>();
    private boolean granted = true;
    private final Events events = new Events() {
        @Override
        public boolean mayHold(long bytes) {
            asked.add("holds " + decoder.heldBytes() + ", asks for " + bytes);
            return granted;
        }
    };

    @Test
    void asksBeforeItHoldsThePartOfAMessage() {
        feed(new ClientFrames().frame(2, "b".repeat(1_000)));
        assertEquals(List.of("holds 0, asks for 1016"), asked);
        assertEquals(1_016, decoder.heldBytes());
    }

    @Test
    void asksForAllOfTheLargerArrayWhileItStillHoldsTheSmaller() {
        feed(new ClientFrames().frame(2, "b".repeat(1_000)).frame(0, "b"));
        assertEquals(List.of("holds 0, asks for 1016", "holds 1016, asks for 2016"), asked);
        assertEquals(2_016, decoder.heldBytes());
    }

    @Test
    void holdsNothingThatWasNotGranted() {
        granted = false;
        feed(new ClientFrames().frame(2, "b".repeat(1_000)));
        assertEquals(0, decoder.heldBytes());
        assertEquals(List.of("violation 1013 out of buffer memory"), events.lines());
    }

    private void feed(ClientFrames client) {
        Splits.feed(decoder, events, client.bytes());
    }
}
