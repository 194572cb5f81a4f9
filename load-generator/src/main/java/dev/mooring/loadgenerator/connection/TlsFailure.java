package dev.mooring.loadgenerator.connection;

import dev.mooring.loadgenerator.tls.CertificateProblem;
import java.util.Optional;

/** Why TLS failed, from BoringSSL's words and the numbers of alerts, RFC 8446 section 6. */
final class TlsFailure {
    private TlsFailure() {}

    /**
     * Of a handshake.
     *
     * @param words as {@code TLSV1_ALERT_PROTOCOL_VERSION}
     * @param problem of the server's certificate
     */
    static Failure of(String words, Optional<CertificateProblem> problem) {
        if (problem.isPresent()) {
            return of(problem.get());
        }
        if (words.contains("PROTOCOL_VERSION") || words.contains("UNSUPPORTED_PROTOCOL")) {
            return Failure.of(FailureReason.TLS_TOO_OLD);
        }
        if (words.contains("WRONG_VERSION_NUMBER")) {
            return Failure.of(FailureReason.NOT_TLS);
        }
        return new Failure(FailureReason.TLS_FAILED, words);
    }

    /** Of an alert after the handshake. */
    static Failure ofAlert(int code) {
        return new Failure(
                FailureReason.TLS_ALERT,
                switch (code) {
                    case 20 -> "bad_record_mac";
                    case 42 -> "bad_certificate";
                    case 48 -> "unknown_ca";
                    case 80 -> "internal_error";
                    case 116 -> "certificate_required";
                    default -> "number " + code;
                });
    }

    private static Failure of(CertificateProblem problem) {
        return new Failure(
                switch (problem.kind()) {
                    case UNTRUSTED -> FailureReason.CERTIFICATE_UNTRUSTED;
                    case OUT_OF_DATE -> FailureReason.CERTIFICATE_OUT_OF_DATE;
                    case WRONG_NAME -> FailureReason.CERTIFICATE_WRONG_NAME;
                },
                problem.detail());
    }
}
