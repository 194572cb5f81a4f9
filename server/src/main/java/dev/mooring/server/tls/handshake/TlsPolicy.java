package dev.mooring.server.tls.handshake;

import java.util.Optional;

/**
 * What handshakes may be like.
 *
 * @param tls12 whether those of TLS 1.2 are taken too
 * @param tickets whether clients are given tickets to resume with
 * @param clients what every client's certificate is checked by; empty where none is asked for
 */
public record TlsPolicy(boolean tls12, boolean tickets, Optional<ClientCertificates> clients) {
    /** TLS 1.2 and 1.3, without tickets, for clients without certificates. */
    public static final TlsPolicy USUAL = new TlsPolicy(true, false, Optional.empty());
}
