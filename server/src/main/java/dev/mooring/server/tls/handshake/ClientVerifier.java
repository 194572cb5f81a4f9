package dev.mooring.server.tls.handshake;

import dev.mooring.tls.handshake.AlertDescription;
import dev.mooring.tls.handshake.TlsHandshake;
import io.netty.internal.tcnative.CertificateVerifier;

/** Asked by BoringSSL in the middle of a step, for it has no check of certificates of its own. Thread-safe. */
final class ClientVerifier extends CertificateVerifier {
    private final ClientCertificates taken;

    ClientVerifier(ClientCertificates taken) {
        this.taken = taken;
    }

    @Override
    public int verify(long ssl, byte[][] chain, String authentication) {
        return taken.problem(chain).map(ClientVerifier::refused).orElse(X509_V_OK);
    }

    /** The code decides which alert the client gets. */
    private static int refused(AlertDescription alert) {
        TlsHandshake.refusing(alert);
        return switch (alert) {
            case CERTIFICATE_EXPIRED -> X509_V_ERR_CERT_HAS_EXPIRED;
            case UNKNOWN_CA -> X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY;
            case UNSUPPORTED_CERTIFICATE -> X509_V_ERR_INVALID_PURPOSE;
            default -> X509_V_ERR_CERT_SIGNATURE_FAILURE;
        };
    }
}
