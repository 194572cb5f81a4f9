package dev.mooring.server.backend;

import java.util.Optional;

/**
 * What the backend said.
 *
 * @param status its HTTP status
 * @param subprotocol that it wants to be spoken, if any
 */
public record BackendAnswer(int status, String body, Optional<String> subprotocol) {
    /** Whether it agrees: 2xx. */
    public boolean agrees() {
        return status / 100 == 2;
    }
}
