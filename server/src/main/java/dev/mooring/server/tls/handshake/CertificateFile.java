package dev.mooring.server.tls.handshake;

import dev.mooring.capacity.input.InputFile;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A certificate and those that lead to its root, in PEM. */
final class CertificateFile {
    private static final String NAME = "tls-certificate";
    private static final Bytes MAX_SIZE = Bytes.kibi(256);

    private CertificateFile() {}

    /**
     * Reads the chain, the server's certificate first, and checks its dates and its order.
     *
     * @throws RefusedException when it cannot be used at this moment
     */
    static List<X509Certificate> read(Path path, Instant now) {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            String text =
                    new InputFile(NAME, path, MAX_SIZE).text("name the PEM file of the certificate and its chain");
            for (Pem.Block block : Pem.read(text)) {
                if (block.label().equals("CERTIFICATE")) {
                    chain.add((X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(block.bytes())));
                }
            }
        } catch (CertificateException | IllegalArgumentException malformed) {
            throw refused(path, "is not", "PEM: block " + (chain.size() + 1) + " is no certificate", "write it again");
        }
        if (chain.isEmpty()) {
            throw refused(
                    path, "has no", "block BEGIN CERTIFICATE", "name the PEM file of the certificate and its chain");
        }
        for (X509Certificate each : chain) {
            requireDates(path, each, now);
        }
        requireOrder(path, chain);
        return List.copyOf(chain);
    }

    private static void requireDates(Path path, X509Certificate certificate, Instant now) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant to = certificate.getNotAfter().toInstant();
        if (now.isBefore(from)) {
            throw refused(
                    path,
                    "is valid from",
                    from + " on (" + name(certificate) + ")",
                    "set the host's clock, or use it later");
        }
        if (now.isAfter(to)) {
            throw refused(path, "has expired at", to + " (" + name(certificate) + ")", "renew it");
        }
    }

    /** Each is signed by the next; nothing else is sent to clients, of which some take it for a fault. */
    private static void requireOrder(Path path, List<X509Certificate> chain) {
        for (int i = 0; i + 1 < chain.size(); i++) {
            X509Certificate certificate = chain.get(i);
            X509Certificate issuer = chain.get(i + 1);
            boolean signed = certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
            if (signed) {
                try {
                    certificate.verify(issuer.getPublicKey());
                } catch (GeneralSecurityException another) {
                    signed = false;
                }
            }
            if (!signed) {
                throw refused(
                        path,
                        "is out of order:",
                        "certificate " + (i + 1) + " (" + name(certificate) + ") is not signed by certificate "
                                + (i + 2) + " (" + name(issuer) + ")",
                        "put the server's certificate first, then each one's issuer");
            }
        }
    }

    static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    private static RefusedException refused(Path path, String relation, String bound, String remedy) {
        return RefusedException.of(NAME, path, relation, bound, remedy);
    }
}
