package dev.mooring.tls.handshake;

import java.util.Locale;

/** What an alert says, RFC 8446 section 6.2 and appendix B.2. */
public enum AlertDescription {
    CLOSE_NOTIFY(0),
    UNEXPECTED_MESSAGE(10),
    BAD_RECORD_MAC(20),
    RECORD_OVERFLOW(22),
    HANDSHAKE_FAILURE(40),
    BAD_CERTIFICATE(42),
    UNSUPPORTED_CERTIFICATE(43),
    CERTIFICATE_REVOKED(44),
    CERTIFICATE_EXPIRED(45),
    CERTIFICATE_UNKNOWN(46),
    ILLEGAL_PARAMETER(47),
    UNKNOWN_CA(48),
    ACCESS_DENIED(49),
    DECODE_ERROR(50),
    DECRYPT_ERROR(51),
    PROTOCOL_VERSION(70),
    INSUFFICIENT_SECURITY(71),
    INTERNAL_ERROR(80),
    INAPPROPRIATE_FALLBACK(86),
    USER_CANCELED(90),
    MISSING_EXTENSION(109),
    UNSUPPORTED_EXTENSION(110),
    UNRECOGNIZED_NAME(112),
    BAD_CERTIFICATE_STATUS_RESPONSE(113),
    UNKNOWN_PSK_IDENTITY(115),
    CERTIFICATE_REQUIRED(116),
    NO_APPLICATION_PROTOCOL(120),
    /** One that the standard does not name, or that only the peer can read. */
    OTHER(-1);

    private static final AlertDescription[] ALL = values();

    private final int code;

    AlertDescription(int code) {
        this.code = code;
    }

    /** The one of that number. */
    public static AlertDescription of(int code) {
        for (AlertDescription each : ALL) {
            if (each.code == code) {
                return each;
            }
        }
        return OTHER;
    }

    /** As the standard writes it, {@code unknown_ca}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
