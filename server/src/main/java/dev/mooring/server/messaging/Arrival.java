package dev.mooring.server.messaging;

import dev.mooring.server.gateway.Grant;
import java.util.List;

/**
 * What a connection is to hear, from its handshake to its opening.
 *
 * @param asked topics of the URL, all of them open
 * @param granted by the backend
 */
record Arrival(List<String> asked, Grant granted, boolean centrifugo) {}
