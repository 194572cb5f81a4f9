package dev.mooring.server;

import dev.mooring.capacity.unit.PortRange;
import dev.mooring.capacity.unit.RefusedException;
import java.nio.file.Path;
import java.util.List;

/**
 * wss on the server's own ports, beside those without TLS.
 *
 * @param ports where TLS 1.3 is spoken, on the same address as the others; where these are the same, nowhere else is anything
 * @param certificates at least one; of several a client is shown that of the name it asks for, else the first
 */
public record TlsSettings(PortRange ports, List<Certificate> certificates) {
    public TlsSettings {
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty()) {
            throw RefusedException.of(
                    "tls-ports", ports, "need", "a certificate", "name its files with tls-certificate and tls-key");
        }
    }

    /** With one certificate. */
    public static TlsSettings of(PortRange ports, Path chain, Path key) {
        return new TlsSettings(ports, List.of(new Certificate(chain, key)));
    }

    /**
     * Where a certificate is.
     *
     * @param chain the server's certificate, then each one's issuer, in PEM
     * @param key the private key, in PEM and not encrypted
     */
    public record Certificate(Path chain, Path key) {}
}
