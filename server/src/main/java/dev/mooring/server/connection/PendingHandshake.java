package dev.mooring.server.connection;

import dev.mooring.server.Handshake;
import dev.mooring.server.handshake.Accepted;
import java.util.Optional;

/**
 * A request on which the application decides later.
 *
 * @param behind what came behind the request in the same read
 * @param charged what the memory for requests was charged
 * @param otherwise what to do when it is waited for no more
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PendingHandshake(
        Accepted accepted, Handshake request, byte[] behind, long charged, Optional<Runnable> otherwise) {}
