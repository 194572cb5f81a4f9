package dev.mooring.hostagent.lifecycle;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waits of a day that end at once: the timeout fails a wait that does not. */
@Timeout(60)
class AgentStopTest {
    private static final Duration A_DAY = Duration.ofDays(1);

    private final AgentStop stop = new AgentStop();

    @Test
    void waitsForNothingOnceTheAgentIsToStop() throws InterruptedException {
        stop.stopAgent();

        stop.await(A_DAY);

        assertTrue(stop.agentStops());
        assertFalse(stop.machineStops());
    }

    @Test
    void wakesUpWhenTheMachineStops() throws InterruptedException {
        Thread waiter = Thread.startVirtualThread(() -> {
            while (!stop.machineStops()) {
                try {
                    stop.await(A_DAY);
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
        stop.leave();

        waiter.join();

        assertTrue(stop.machineStops());
        assertFalse(stop.agentStops());
    }

    @Test
    void waitsForItsPauseWhileTheHostLeaves() throws InterruptedException {
        stop.leave();

        stop.await(Duration.ofMillis(1));

        assertTrue(stop.machineStops());
    }
}
