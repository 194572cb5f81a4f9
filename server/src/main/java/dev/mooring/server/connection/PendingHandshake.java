package dev.mooring.server.connection;

import dev.mooring.server.Handshake;
import dev.mooring.server.handshake.Accepted;

/**
 * A request on which the application decides later.
 *
 * @param behind what came behind the request in the same read
 * @param charged what the memory for requests was charged
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PendingHandshake(Accepted accepted, Handshake request, byte[] behind, long charged) {}
