package dev.mooring.server.connection;

import dev.mooring.server.tls.handshake.TlsContext;
import dev.mooring.tls.handshake.TlsHandshake;

/** A TLS handshake under way, linked with the loop's others in the order in which they began. */
final class TlsAttempt extends Held {
    final TlsHandshake handshake;

    /** Begins it. What is outside the heap is taken last: nothing that could be without memory comes after it. */
    TlsAttempt(Connection connection, TlsContext context) {
        super(connection);
        handshake = context.begin();
    }
}
