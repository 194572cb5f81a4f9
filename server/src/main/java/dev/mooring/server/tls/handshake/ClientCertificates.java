package dev.mooring.server.tls.handshake;

import dev.mooring.capacity.credential.CertificateChain;
import dev.mooring.capacity.input.InputFile;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.tls.handshake.AlertDescription;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Which certificates of clients are taken: those that lead to an authority of a file, by the rules of the JDK, are in date, are
 * for clients where they say what they are for, and have a subject.
 *
 * <p>Thread-safe. Cost of a check: 0.5 to 2 ms for a chain of two, on the event loop, within the time that handshakes may take
 * of one of its turns.
 */
public final class ClientCertificates {
    private static final String NAME = "tls-client-ca";
    private static final Bytes MAX_SIZE = Bytes.mebi(1);
    private static final String REMEDY = "name the PEM file of the certificates of those who issue to clients";

    /** Extended key usages, RFC 5280 section 4.2.1.12. */
    private static final String CLIENTS = "1.3.6.1.5.5.7.3.2";

    private static final String ANY_USE = "2.5.29.37.0";

    /** A longer one is kept for nobody. */
    private static final int MAX_SUBJECT = 1_024;

    private final Path file;
    private final InstantSource time;
    private volatile X509TrustManager authorities;

    /**
     * Reads the file.
     *
     * @throws RefusedException when it has no certificate
     */
    public ClientCertificates(Path file, InstantSource time) {
        this.file = file;
        this.time = time;
        authorities = authorities();
    }

    /**
     * Reads the file again. Who is connected stays so.
     *
     * @return what has it used from then on
     * @throws RefusedException when it has no certificate
     */
    public Runnable reread() {
        X509TrustManager next = authorities();
        return () -> authorities = next;
    }

    /**
     * The alert for a client that shows this; empty when it is let in.
     *
     * @param chain in DER, the client's own first
     */
    Optional<AlertDescription> problem(byte[][] chain) {
        X509Certificate[] certificates = new X509Certificate[chain.length];
        try {
            for (int i = 0; i < chain.length; i++) {
                certificates[i] = CertificateChain.parse(chain[i]);
            }
        } catch (CertificateException unreadable) {
            return Optional.of(AlertDescription.BAD_CERTIFICATE);
        }
        Instant now = time.instant();
        X509Certificate own = certificates[0];
        if (now.isAfter(own.getNotAfter().toInstant())
                || now.isBefore(own.getNotBefore().toInstant())) {
            return Optional.of(AlertDescription.CERTIFICATE_EXPIRED);
        }
        if (!isFit(own)) {
            return Optional.of(AlertDescription.UNSUPPORTED_CERTIFICATE);
        }
        try {
            authorities.checkClientTrusted(certificates, own.getPublicKey().getAlgorithm());
            return Optional.empty();
        } catch (CertificateException distrusted) {
            return Optional.of(AlertDescription.UNKNOWN_CA);
        }
    }

    /** Whether it names somebody, and is for clients if it says what it is for. */
    private static boolean isFit(X509Certificate own) {
        String subject = ClientSubject.of(own);
        if (subject.isEmpty() || subject.length() > MAX_SUBJECT) {
            return false;
        }
        try {
            List<String> uses = own.getExtendedKeyUsage();
            return uses == null || uses.contains(CLIENTS) || uses.contains(ANY_USE);
        } catch (CertificateException unreadable) {
            return false;
        }
    }

    private X509TrustManager authorities() {
        Optional<CertificateChain> read;
        try {
            read = CertificateChain.ofPem(new InputFile(NAME, file, MAX_SIZE).text(REMEDY));
        } catch (CertificateException | IllegalArgumentException malformed) {
            throw RefusedException.of(NAME, file, "is not", "PEM with certificates", REMEDY);
        }
        List<X509Certificate> found = read.map(CertificateChain::certificates)
                .orElseThrow(() -> RefusedException.of(NAME, file, "has no", "block BEGIN CERTIFICATE", REMEDY));
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < found.size(); i++) {
                store.setCertificateEntry("authority-" + i, found.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .map(X509TrustManager.class::cast)
                    .findFirst()
                    .orElseThrow();
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
