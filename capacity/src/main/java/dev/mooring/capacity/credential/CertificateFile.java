package dev.mooring.capacity.credential;

import dev.mooring.capacity.input.InputFile;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A certificate and those that lead to its root, in PEM. */
final class CertificateFile {
    private static final String NAME = "tls-certificate";
    private static final String REMEDY = "name the PEM file of the certificate and its chain";
    private static final Bytes MAX_SIZE = Bytes.kibi(256);
    private static final int MIN_RSA_BITS = 2048;

    private CertificateFile() {}

    /**
     * Reads the chain, the server's certificate first, and checks its dates and its order.
     *
     * @throws RefusedException when it cannot be used at this moment
     */
    static CertificateChain read(Path path, Instant now) {
        return parse(new Origin(NAME, path), new InputFile(NAME, path, MAX_SIZE).text(REMEDY), now);
    }

    /** The same of a text that was read elsewhere. */
    static CertificateChain parse(Origin origin, String text, Instant now) {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (Pem.Block block : Pem.read(text)) {
                if (block.label().equals("CERTIFICATE")) {
                    chain.add(CertificateChain.parse(block.bytes()));
                }
            }
        } catch (CertificateException | IllegalArgumentException malformed) {
            throw origin.refused("is not", "PEM: block " + (chain.size() + 1) + " is no certificate", "write it again");
        }
        if (chain.isEmpty()) {
            throw origin.refused("has no", "block BEGIN CERTIFICATE", REMEDY);
        }
        for (X509Certificate each : chain) {
            requireDates(origin, each, now);
            requireLength(origin, each);
        }
        CertificateChain read = new CertificateChain(chain);
        read.disorder().ifPresent(disorder -> {
            throw origin.refused(
                    "is out of order:", disorder, "put the server's certificate first, then each one's issuer");
        });
        return read;
    }

    private static void requireDates(Origin origin, X509Certificate certificate, Instant now) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant to = certificate.getNotAfter().toInstant();
        if (now.isBefore(from)) {
            throw origin.refused(
                    "is valid from",
                    from + " on (" + CertificateChain.name(certificate) + ")",
                    "set the host's clock, or use it later");
        }
        if (now.isAfter(to)) {
            throw origin.refused("has expired at", to + " (" + CertificateChain.name(certificate) + ")", "renew it");
        }
    }

    /** Clients end the handshake over shorter ones, each in its own words; they see no root's. */
    private static void requireLength(Origin origin, X509Certificate certificate) {
        boolean root = certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal())
                && certificate.getBasicConstraints() >= 0;
        if (!root
                && certificate.getPublicKey() instanceof RSAKey key
                && key.getModulus().bitLength() < MIN_RSA_BITS) {
            throw origin.refused(
                    "has an RSA key of",
                    key.getModulus().bitLength() + " bits, less than " + MIN_RSA_BITS + " ("
                            + CertificateChain.name(certificate) + ")",
                    "have it issued for ECDSA with P-256, or for RSA with " + MIN_RSA_BITS + " bits or more");
        }
    }
}
