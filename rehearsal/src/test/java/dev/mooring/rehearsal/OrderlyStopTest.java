package dev.mooring.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.output.StopRequest;
import dev.mooring.workbench.process.ChildProcesses;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OrderlyStopTest {
    private final StopRequest stop = new StopRequest();

    @Test
    void killsChildrenThatTheProgramHasNotEndedInTime() throws IOException {
        try (ChildProcesses children = ChildProcesses.withoutHook()) {
            Process sleeping = children.start(new ProcessBuilder("sleep", "infinity"));
            new OrderlyStop(stop, children, Duration.ZERO).stopAndWait();
            assertTrue(stop.isRequested());
            assertEquals(128 + 9, sleeping.onExit().join().exitValue());
        }
    }

    @Test
    void leavesChildrenToAProgramThatEndsInTime() throws IOException {
        try (ChildProcesses children = ChildProcesses.withoutHook()) {
            Process sleeping = children.start(new ProcessBuilder("sleep", "infinity"));
            OrderlyStop orderlyStop = new OrderlyStop(stop, children, Duration.ZERO);
            orderlyStop.ended();
            orderlyStop.stopAndWait();
            assertTrue(sleeping.isAlive());
        }
    }
}
