package dev.mooring.server.token;

import java.security.Key;
import java.util.Optional;

/**
 * A key that verifies.
 *
 * @param id what tokens call it; empty for one that is tried whatever they call it
 * @param algorithm the only one it is used with
 */
record TokenKey(Optional<String> id, TokenAlgorithm algorithm, Key key) {
    /** Without the key, which may be a secret. */
    @Override
    public String toString() {
        return algorithm.text() + " key " + id.orElse("without id");
    }
}
