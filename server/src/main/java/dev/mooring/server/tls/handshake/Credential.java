package dev.mooring.server.tls.handshake;

import dev.mooring.capacity.unit.RefusedException;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** A certificate with its chain and its private key: what a server shows to be who it says. Immutable; checked. */
public final class Credential {
    private static final int DNS_NAME = 2;
    private static final byte[] PROBE = {1, 2, 3, 4};

    private final Path file;
    private final List<X509Certificate> chain;
    private final PrivateKey key;

    private Credential(Path file, List<X509Certificate> chain, PrivateKey key) {
        this.file = file;
        this.chain = chain;
        this.key = key;
    }

    /**
     * Reads both files, and checks them: form, dates, order of the chain, and that one belongs to the other.
     *
     * @param now for the dates
     * @throws RefusedException when one cannot be used
     */
    public static Credential read(Path certificate, Path key, Instant now) {
        List<X509Certificate> chain = CertificateFile.read(certificate, now);
        PrivateKey own = PrivateKeyFile.read(key);
        if (!belong(own, chain.getFirst().getPublicKey())) {
            throw RefusedException.of(
                    "tls-key",
                    key,
                    "is not the key of",
                    "tls-certificate=" + certificate + " (" + CertificateFile.name(chain.getFirst()) + ")",
                    "name the key that the certificate was issued for");
        }
        return new Credential(certificate, chain, own);
    }

    /** Whether what one signs is what the other verifies. */
    private static boolean belong(PrivateKey own, PublicKey shown) {
        if (!own.getAlgorithm().equals(shown.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature =
                    Signature.getInstance(own.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
            signature.initSign(own);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(shown);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException unlike) {
            return false;
        }
    }

    /** The names of hosts that it is for, in lower case; a wildcard as {@code *.example.com}. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = chain.getFirst().getSubjectAlternativeNames();
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

    /** The first moment at which a part of the chain has expired. */
    public Instant expiry() {
        return chain.stream()
                .map(each -> each.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** What to say when the library does not take it, for a reason in its own words. */
    RefusedException refused(String reason) {
        return RefusedException.of(
                "tls-certificate",
                file,
                "is not taken by",
                "BoringSSL: " + reason + " (" + CertificateFile.name(chain.getFirst()) + ")",
                "have it issued for a server, with a key usage of digitalSignature, for ECDSA with P-256 or for RSA");
    }

    /** The chain in PEM. */
    byte[] chainPem() {
        ByteArrayOutputStream pem = new ByteArrayOutputStream();
        for (X509Certificate each : chain) {
            try {
                pem.writeBytes(Pem.write("CERTIFICATE", each.getEncoded()));
            } catch (CertificateEncodingException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return pem.toByteArray();
    }

    /** The key in PEM; whoever asks overwrites it. */
    byte[] keyPem() {
        return Pem.write("PRIVATE KEY", key.getEncoded());
    }

    /** Without the key. */
    @Override
    public String toString() {
        return CertificateFile.name(chain.getFirst()) + " for " + names() + " until " + expiry();
    }
}
