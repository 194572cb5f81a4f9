package dev.mooring.server.proxyprotocol;

import java.util.Optional;

/** What the bytes before a connection's own come to, under {@link ProxyHeaderParser}. */
public sealed interface ProxyHeader {
    /** Good so far; more bytes are needed. */
    enum Incomplete implements ProxyHeader {
        INCOMPLETE
    }

    /**
     * A header of which all that matters is there.
     *
     * @param length its bytes, 16 to 65,551, of which the last may not have arrived; the client's own follow
     * @param client the client; empty for the proxy's own connection, such as a health check, and where it is not told
     */
    record Complete(int length, Optional<ClientAddress> client) implements ProxyHeader {}

    /**
     * Not a header that is accepted; the connection is to be closed without an answer.
     *
     * @param reason a few words for the log, ASCII
     */
    record Refused(String reason) implements ProxyHeader {}
}
