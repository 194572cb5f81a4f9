package dev.mooring.server.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.mooring.server.metrics.RefusalReason;
import org.junit.jupiter.api.Test;

/** When a stranger has to go. */
class AdmissionTest {
    @Test
    void isCrowdedWhenWebSocketsAndStrangersAreMoreThanTheSockets() {
        Admission admission = new Admission(10, 12);
        for (int i = 0; i < 10; i++) {
            admission.arrived();
            admission.enter();
            admission.departed();
        }
        admission.arrived();
        admission.arrived();
        assertNull(admission.crowded());
        admission.arrived();
        assertEquals(RefusalReason.DESCRIPTORS, admission.crowded());
        admission.leave();
        assertNull(admission.crowded());
    }

    @Test
    void isCrowdedWhenStrangersAreMoreThanAnEighthOfTheSockets() {
        Admission admission = new Admission(10, 8_000);
        for (int i = 0; i < 1_000; i++) {
            admission.arrived();
        }
        assertNull(admission.crowded());
        admission.arrived();
        assertEquals(RefusalReason.HANDSHAKES, admission.crowded());
        admission.departed();
        assertNull(admission.crowded());
    }
}
