package dev.mooring.server.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The exit code says how the drain ended. */
class ServerMainTest {
    @Test
    void exitsWith0AfterADrain() {
        assertEquals(0, ServerMain.awaitDrained(CompletableFuture.completedFuture(null), () -> 0));
    }

    @Test
    void exitsWith70AfterADrainThatFailed() {
        CompletableFuture<Void> failed = CompletableFuture.failedFuture(new ArithmeticException("thrown by the test"));
        assertEquals(70, ServerMain.awaitDrained(failed, () -> 3));
    }
}
