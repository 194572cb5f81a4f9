package dev.mooring.server.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

/** The log names who threw, and what became of the connection. */
class WatchedHandlerTest {
    private final Error own = new AssertionError("thrown by the test");

    @Test
    void tellsWhatTheHandlerThrowsFromWhatTheServerThrows() {
        Throwable marked = thrownByHandler();
        assertEquals(
                "the message handler threw; its connection is closed with 1011",
                WatchedHandler.sentence(marked, false, true));
        assertEquals(
                "handling a connection threw; its connection is closed with 1011",
                WatchedHandler.sentence(own, false, true));
        assertSame(own, WatchedHandler.origin(marked));
        assertSame(own, WatchedHandler.origin(own));
    }

    @Test
    void doesNotClaimACloseThatWasNotSent() {
        assertEquals(
                "the message handler threw; its connection was closing already, and is ended",
                WatchedHandler.sentence(thrownByHandler(), false, false));
        assertEquals(
                "handling a connection threw; its connection was closing already, and is ended",
                WatchedHandler.sentence(own, false, false));
        assertEquals(
                "handling a request threw; its connection is ended without an answer",
                WatchedHandler.sentence(own, true, false));
    }

    private Throwable thrownByHandler() {
        return new WatchedHandler.ThrownByHandler(own);
    }
}
