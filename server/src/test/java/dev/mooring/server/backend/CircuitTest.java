package dev.mooring.server.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CircuitTest {
    private Instant now = Instant.EPOCH;
    private final Circuit circuit = new Circuit(() -> now);

    @Test
    void opensAfterFiveFailuresInARow() {
        fail(4);
        assertTrue(circuit.allows());
        circuit.succeeded();
        fail(4);
        assertTrue(circuit.allows());
        fail(1);
        assertFalse(circuit.allows());
    }

    @Test
    void letsOneCallTryAfterASecondAndAllWhenThatSucceeds() {
        fail(5);
        now = now.plus(Circuit.OPEN);
        assertTrue(circuit.allows());
        assertFalse(circuit.allows());
        circuit.succeeded();
        assertTrue(circuit.allows());
        assertTrue(circuit.allows());
    }

    @Test
    void staysOpenWhenTheTryFails() {
        fail(5);
        now = now.plus(Circuit.OPEN);
        assertTrue(circuit.allows());
        fail(1);
        assertFalse(circuit.allows());
    }

    @Test
    void aClockThatIsSetBackKeepsItOpenNoLonger() {
        now = Instant.EPOCH.plus(Duration.ofHours(1));
        fail(5);
        now = Instant.EPOCH;
        assertTrue(circuit.allows());
        assertEquals(Optional.of(Duration.ZERO), circuit.succeeded());
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            circuit.failed();
        }
    }
}
