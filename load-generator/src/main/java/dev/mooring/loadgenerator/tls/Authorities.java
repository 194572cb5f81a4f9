package dev.mooring.loadgenerator.tls;

import dev.mooring.capacity.input.InputFile;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The certificate authorities that are trusted: those of a file, of the system, or of Java where the system names none. */
final class Authorities {
    private static final Bytes MAX_FILE = Bytes.mebi(4);
    private static final String REMEDY = "name the PEM file of the authority's certificate";

    /** Debian, Fedora and Amazon Linux, Alpine. */
    private static final List<Path> SYSTEM = List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/ssl/cert.pem"));

    private Authorities() {}

    /**
     * Reads them.
     *
     * @param file empty for those of the system
     * @throws RefusedException when the file has none
     */
    static X509TrustManager read(Optional<Path> file) {
        Path source = file.orElseGet(
                () -> SYSTEM.stream().filter(Files::isReadable).findFirst().orElse(null));
        try {
            return trusting(source == null ? null : storeOf(source));
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static KeyStore storeOf(Path file) throws GeneralSecurityException, IOException {
        Collection<? extends Certificate> found = certificates(file);
        if (found.isEmpty()) {
            throw RefusedException.of("ca", file, "has no", "certificate", REMEDY);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        for (Certificate each : found) {
            store.setCertificateEntry("authority-" + number++, each);
        }
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file) {
        byte[] bytes = new InputFile("ca", file, MAX_FILE).bytes(REMEDY);
        try {
            return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes));
        } catch (CertificateException malformed) {
            throw RefusedException.of("ca", file, "is not", "PEM with certificates", REMEDY);
        }
    }

    private static X509TrustManager trusting(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow();
    }
}
