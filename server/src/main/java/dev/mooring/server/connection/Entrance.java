package dev.mooring.server.connection;

/**
 * How connections of a port begin.
 *
 * @param proxyHeader whether with a PROXY header, before anything else
 * @param tls whether with a TLS handshake
 */
public record Entrance(boolean proxyHeader, boolean tls) {
    /** With the request. */
    public static final Entrance PLAIN = new Entrance(false, false);

    Phase firstPhase() {
        if (proxyHeader) {
            return Phase.PROXY_HEADER;
        }
        return tls ? Phase.TLS : Phase.HANDSHAKE;
    }
}
