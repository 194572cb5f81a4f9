package dev.mooring.server.connection;

import dev.mooring.server.tls.handshake.ServerHandshake;
import dev.mooring.server.tls.handshake.TlsContext;

/** A TLS handshake under way, linked with the loop's others in the order in which they began. */
final class TlsAttempt extends Held {
    final ServerHandshake handshake;

    /** Begins it. What is outside the heap is taken last: nothing that could be without memory comes after it. */
    TlsAttempt(Connection connection, TlsContext context) {
        super(connection);
        handshake = new ServerHandshake(context);
    }
}
