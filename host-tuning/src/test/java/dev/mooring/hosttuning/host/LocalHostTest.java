package dev.mooring.hosttuning.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LocalHostTest {
    @Test
    void doesNotWaitForAScriptThatDoesNotEnd() {
        HostUnreachableException late = assertThrows(
                HostUnreachableException.class, () -> new LocalHost(Duration.ofMillis(200)).run("sleep 1000"));
        assertEquals(
                "The check took longer than 200ms; raise --timeout, or look for what is slow on this machine",
                late.getMessage());
    }

    /** What is left holds the output open: the JVM may give it up at the end of the shell, or the limit does. */
    @Test
    @Timeout(60)
    void doesNotWaitForWhatAScriptLeftRunning() {
        try {
            assertEquals(
                    0,
                    new LocalHost(Duration.ofMillis(200))
                            .run("sleep 1000 & exit 0")
                            .exitCode());
        } catch (HostUnreachableException late) {
            assertEquals(
                    "The check took longer than 200ms; raise --timeout, or look for what is slow on this machine",
                    late.getMessage());
        }
    }

    @Test
    void doesNotReadOnWithoutEnd() {
        HostUnreachableException endless =
                assertThrows(HostUnreachableException.class, () -> new LocalHost(Duration.ofMinutes(1)).run("yes"));
        assertEquals("The check failed: it printed more than 4 MiB", endless.getMessage());
    }
}
