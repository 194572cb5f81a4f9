package dev.mooring.server.tls.handshake;

import dev.mooring.capacity.credential.CertificateChain;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.security.auth.x500.X500Principal;

/**
 * The subject of a certificate as text, by RFC 2253, in ASCII: other characters are written as the escaped bytes of their UTF-8,
 * so that two subjects never become one on their way through a header or a log.
 */
final class ClientSubject {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private ClientSubject() {}

    /** As {@code CN=device-17,O=Example}. */
    static String of(X509Certificate certificate) {
        String name = certificate.getSubjectX500Principal().getName(X500Principal.RFC2253);
        StringBuilder ascii = new StringBuilder(name.length());
        name.codePoints().forEach(character -> {
            if (character >= ' ' && character <= '~') {
                ascii.append((char) character);
            } else {
                for (byte each : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
                    ascii.append('\\').append(HEX.toHexDigits(each));
                }
            }
        });
        return ascii.toString();
    }

    /** Of one in DER that has been checked. */
    static String of(byte[] certificate) {
        try {
            return of(CertificateChain.parse(certificate));
        } catch (CertificateException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
