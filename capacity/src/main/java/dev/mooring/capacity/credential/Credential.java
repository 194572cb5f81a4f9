package dev.mooring.capacity.credential;

import dev.mooring.capacity.unit.RefusedException;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** A certificate with its chain and its private key: what a server shows to be who it says. Immutable; checked. */
public final class Credential {
    private static final byte[] PROBE = {1, 2, 3, 4};

    private final Object file;
    private final CertificateChain chain;
    private final PrivateKey key;

    private Credential(Object file, CertificateChain chain, PrivateKey key) {
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
        CertificateChain chain = CertificateFile.read(certificate, now);
        PrivateKey own = PrivateKeyFile.read(key);
        requirePair(new Origin("tls-key", key), own, "tls-certificate=" + certificate, chain);
        return new Credential(certificate, chain, own);
    }

    /**
     * The same of one text with chain and key, which no file holds yet.
     *
     * @param setting that names the text, as in {@code certificate-secret}
     * @param value of the setting
     * @throws RefusedException when it cannot be used; the message has nothing of the key
     */
    public static Credential parse(String setting, String value, String text, Instant now) {
        Origin origin = new Origin(setting, value);
        CertificateChain chain = CertificateFile.parse(origin, text, now);
        PrivateKey own = PrivateKeyFile.parse(origin, text);
        requirePair(origin, own, "its certificate", chain);
        return new Credential(value, chain, own);
    }

    private static void requirePair(Origin origin, PrivateKey own, String certificate, CertificateChain chain) {
        if (!belong(own, chain.publicKey())) {
            throw origin.refused(
                    "is not the key of",
                    certificate + " ("
                            + CertificateChain.name(chain.certificates().getFirst()) + ")",
                    "name the key that the certificate was issued for");
        }
    }

    /** Whether a client that connects to this name takes it. */
    public boolean isFor(String host) {
        return chain.isFor(host);
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
        return chain.names();
    }

    /** The first moment at which a part of the chain has expired. */
    public Instant expiry() {
        return chain.expiry();
    }

    /** What to say when the library does not take it, for a reason in its own words. */
    public RefusedException refused(String reason) {
        return RefusedException.of(
                "tls-certificate",
                file,
                "is not taken by",
                "BoringSSL: " + reason + " ("
                        + CertificateChain.name(chain.certificates().getFirst()) + ")",
                "have it issued for a server, with a key usage of digitalSignature, for ECDSA with P-256 or for RSA");
    }

    /** The chain in PEM. */
    public byte[] chainPem() {
        ByteArrayOutputStream pem = new ByteArrayOutputStream();
        for (X509Certificate each : chain.certificates()) {
            try {
                pem.writeBytes(Pem.write("CERTIFICATE", each.getEncoded()));
            } catch (CertificateEncodingException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return pem.toByteArray();
    }

    /** The key in PEM; whoever asks overwrites it. */
    public byte[] keyPem() {
        return Pem.write("PRIVATE KEY", key.getEncoded());
    }

    /** Without the key. */
    @Override
    public String toString() {
        return CertificateChain.name(chain.certificates().getFirst()) + " for " + names() + " until " + expiry();
    }
}
