package dev.mooring.server.access;

import dev.mooring.server.identity.Identity;
import java.util.Optional;

/**
 * What is known of a client from its handshake to its opening.
 *
 * @param attachment the application's
 */
record Arrival(Optional<Object> attachment, Identity identity) {}
