package dev.mooring.capacity;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.unit.RefusedException;
import org.junit.jupiter.api.function.Executable;

/** The sentence with which an input is refused. */
final class Refusals {
    private Refusals() {}

    static String refusal(Executable action) {
        RefusedException refused = assertThrows(RefusedException.class, action);
        return String.valueOf(refused.getMessage());
    }
}
