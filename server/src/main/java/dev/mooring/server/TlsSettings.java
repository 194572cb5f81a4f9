package dev.mooring.server;

import dev.mooring.capacity.unit.PortRange;
import dev.mooring.capacity.unit.RefusedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * wss on the server's own ports, beside those without TLS.
 *
 * @param ports where TLS is spoken, on the same address as the others; where these are the same, nowhere else is anything
 * @param certificates at least one; of several a client is shown that of the name it asks for, else the first
 * @param oldest the oldest version that is spoken
 * @param tickets whether clients may resume; their handshakes cost less then, and a key of theirs is kept for up to eight hours
 * @param clientAuthorities who issues the certificates that every client has to show, in PEM; empty where none is asked for
 */
public record TlsSettings(
        PortRange ports,
        List<Certificate> certificates,
        Version oldest,
        boolean tickets,
        Optional<Path> clientAuthorities) {
    public TlsSettings {
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty()) {
            throw RefusedException.of(
                    "tls-ports", ports, "need", "a certificate", "name its files with tls-certificate and tls-key");
        }
        if (tickets && clientAuthorities.isPresent()) {
            throw RefusedException.of(
                    "tls-tickets",
                    "on",
                    "cannot be with",
                    "tls-client-ca=" + clientAuthorities.get(),
                    "leave tls-tickets out: who resumes shows no certificate");
        }
    }

    /** For clients without certificates and without tickets, by TLS 1.2 or 1.3. */
    public TlsSettings(PortRange ports, List<Certificate> certificates) {
        this(ports, certificates, Version.TLS_1_2, false, Optional.empty());
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

    /** A version of TLS. */
    public enum Version {
        TLS_1_2("1.2"),
        TLS_1_3("1.3");

        private final String number;

        Version(String number) {
            this.number = number;
        }

        /** As {@code 1.3}. */
        @Override
        public String toString() {
            return number;
        }
    }
}
