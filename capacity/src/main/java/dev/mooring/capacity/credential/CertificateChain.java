package dev.mooring.capacity.credential;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A server's certificate, and those of its issuers behind it. Immutable.
 *
 * @param certificates the server's first; never none
 */
public record CertificateChain(List<X509Certificate> certificates) {
    private static final int DNS_NAME = 2;

    public CertificateChain {
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("a chain has one certificate at least");
        }
    }

    /** A certificate in DER. */
    public static X509Certificate parse(byte[] der) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    /**
     * The certificates of a PEM text; what else is in it is passed over. Empty where it has none.
     *
     * @throws CertificateException when a block is no certificate
     */
    public static Optional<CertificateChain> ofPem(String text) throws CertificateException {
        List<X509Certificate> chain = new ArrayList<>();
        for (Pem.Block block : Pem.read(text)) {
            if (block.label().equals("CERTIFICATE")) {
                chain.add(parse(block.bytes()));
            }
        }
        return chain.isEmpty() ? Optional.empty() : Optional.of(new CertificateChain(chain));
    }

    /** The key that the private one must belong to. */
    public PublicKey publicKey() {
        return certificates.getFirst().getPublicKey();
    }

    /** The first moment at which a part of it has expired. */
    public Instant expiry() {
        return certificates.stream()
                .map(each -> each.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** The first moment at which all of it is valid. */
    public Instant beginning() {
        return certificates.stream()
                .map(each -> each.getNotBefore().toInstant())
                .max(Instant::compareTo)
                .orElseThrow();
    }

    /** The names of hosts that it is for, in lower case; a wildcard as {@code *.example.com}. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificates.getFirst().getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> alternative : alternatives) {
                    if (alternative.get(0).equals(DNS_NAME)) {
                        names.add(alternative.get(1).toString().toLowerCase(Locale.ROOT));
                    }
                }
            }
        } catch (CertificateParsingException unreadable) {
            // It is for no name then.
        }
        return names;
    }

    /** Whether a client that connects to this name takes it: a wildcard stands for one label, RFC 6125 section 6.4.3. */
    public boolean isFor(String host) {
        int dot = host.indexOf('.');
        return names().contains(host) || (dot > 0 && names().contains("*" + host.substring(dot)));
    }

    /**
     * The first certificate that is not signed by the next one, in words. Each has to be: nothing else is sent to clients, of which
     * some take it for a fault.
     */
    public Optional<String> disorder() {
        for (int i = 0; i + 1 < certificates.size(); i++) {
            X509Certificate certificate = certificates.get(i);
            X509Certificate issuer = certificates.get(i + 1);
            if (!isSigned(certificate, issuer)) {
                return Optional.of("certificate " + (i + 1) + " (" + name(certificate)
                        + ") is not signed by certificate " + (i + 2) + " (" + name(issuer) + ")");
            }
        }
        return Optional.empty();
    }

    static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    private static boolean isSigned(X509Certificate certificate, X509Certificate issuer) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException another) {
            return false;
        }
    }
}
