package dev.mooring.server.tls.handshake;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.capacity.credential.Credential;
import dev.mooring.capacity.credential.Pem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate that nobody else has, made by keytool, and its key: as files in PEM, and as what a client trusts. */
public final class TestCertificate {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String ALIAS = "server";

    private final Path folder;
    private final Certificate certificate;
    private final PrivateKey key;

    private TestCertificate(Path folder, Certificate certificate, PrivateKey key) {
        this.folder = folder;
        this.certificate = certificate;
        this.key = key;
    }

    /** One of ECDSA and P-256 that signs itself. */
    public static TestCertificate ecdsa(Path folder, String... names) {
        return make(folder, List.of("-keyalg", "EC", "-groupname", "secp256r1"), names);
    }

    /** One of RSA with 2,048 bits that signs itself. */
    public static TestCertificate rsa(Path folder, String... names) {
        return rsa(folder, 2048, names);
    }

    /** One of RSA with so many bits that signs itself. */
    static TestCertificate rsa(Path folder, int bits, String... names) {
        return make(folder, List.of("-keyalg", "RSA", "-keysize", Integer.toString(bits)), names);
    }

    /** One that signs itself and whose time begins so many days from now; 30 days long. */
    public static TestCertificate from(Path folder, int days, String... names) {
        return make(
                folder,
                List.of("-keyalg", "EC", "-groupname", "secp256r1", "-startdate", (days < 0 ? "" : "+") + days + "d"),
                names);
    }

    /** One of ECDSA that signs itself and says what its key is for, as {@code digitalSignature}. */
    public static TestCertificate forUse(Path folder, String keyUsage, String... names) {
        return make(folder, List.of("-keyalg", "EC", "-groupname", "secp256r1", "-ext", "KeyUsage=" + keyUsage), names);
    }

    private static TestCertificate make(Path folder, List<String> options, String... names) {
        Path store = folder.resolve(UUID.randomUUID() + ".p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-dname",
                "CN=" + names[0],
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD)));
        command.add("-ext");
        command.add("san=dns:" + String.join(",dns:", names));
        command.addAll(options);
        try {
            Process keytool =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
            KeyStore made = KeyStore.getInstance("PKCS12");
            try (InputStream stream = Files.newInputStream(store)) {
                made.load(stream, PASSWORD);
            }
            Path own = Files.createDirectory(folder.resolve(UUID.randomUUID().toString()));
            TestCertificate certificate =
                    new TestCertificate(own, made.getCertificate(ALIAS), (PrivateKey) made.getKey(ALIAS, PASSWORD));
            Files.write(certificate.chainFile(), Pem.write("CERTIFICATE", certificate.certificate.getEncoded()));
            writeKey(certificate.keyFile(), Pem.write("PRIVATE KEY", certificate.key.getEncoded()));
            return certificate;
        } catch (IOException | GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Writes a key as it is taken: nobody but its owner may read it. */
    static Path writeKey(Path file, byte[] pem) throws IOException {
        return Files.setPosixFilePermissions(Files.write(file, pem), PosixFilePermissions.fromString("rw-------"));
    }

    public Path chainFile() {
        return folder.resolve("chain.pem");
    }

    public Path keyFile() {
        return folder.resolve("key.pem");
    }

    public Certificate certificate() {
        return certificate;
    }

    PrivateKey key() {
        return key;
    }

    /** As a server reads it. */
    public Credential credential() {
        return Credential.read(chainFile(), keyFile(), Instant.now());
    }

    /** What clients need to trust these certificates, and no others. */
    public static SSLContext trusting(TestCertificate... certificates) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            for (int i = 0; i < certificates.length; i++) {
                trusted.setCertificateEntry("trusted" + i, certificates[i].certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Several files as one. */
    static byte[] joined(Path... files) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Path file : files) {
            all.writeBytes(Files.readAllBytes(file));
            all.writeBytes("\n".getBytes(US_ASCII));
        }
        return all.toByteArray();
    }
}
