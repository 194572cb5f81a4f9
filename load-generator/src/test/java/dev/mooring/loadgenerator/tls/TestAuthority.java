package dev.mooring.loadgenerator.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate authority that nobody else has, made by keytool. */
public final class TestAuthority {
    private static final String PASSWORD = "changeit";
    private static final String ROOT = "root";
    private static final String SERVER = "server";

    private final Path store;
    private final Path file;

    /** One that names itself; its files are in the folder. */
    public TestAuthority(Path folder) {
        store = folder.resolve(UUID.randomUUID() + ".p12");
        file = folder.resolve(UUID.randomUUID() + ".pem");
        keytool(store, "-genkeypair", "-alias", ROOT, "-dname", "CN=test authority", "-ext", "bc:c", "-validity", "90");
        keytool(store, "-exportcert", "-rfc", "-alias", ROOT, "-file", file.toString());
    }

    /** Its certificate in PEM, for {@code --ca}. */
    public Path file() {
        return file;
    }

    /**
     * A server with a certificate of this authority for 30 days.
     *
     * @param startDays when they begin, from now
     * @param names as keytool writes them, {@code dns:localhost,ip:127.0.0.1}
     */
    public SSLContext server(int startDays, String names) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(load(issue(startDays, names)), PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** What such a server shows, in DER, its own certificate first. */
    byte[][] chain(int startDays, String names) {
        try {
            Certificate[] certificates = load(issue(startDays, names)).getCertificateChain(SERVER);
            byte[][] chain = new byte[certificates.length][];
            for (int i = 0; i < chain.length; i++) {
                chain[i] = certificates[i].getEncoded();
            }
            return chain;
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** The chain of such a server in PEM, and behind it its key. */
    public byte[] pem(String names) {
        try {
            KeyStore store = load(issue(0, names));
            StringBuilder pem = new StringBuilder();
            for (Certificate each : store.getCertificateChain(SERVER)) {
                pem.append(block("CERTIFICATE", each.getEncoded()));
            }
            return pem.append(block(
                            "PRIVATE KEY",
                            store.getKey(SERVER, PASSWORD.toCharArray()).getEncoded()))
                    .toString()
                    .getBytes(UTF_8);
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String block(String label, byte[] bytes) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    X509Certificate certificate(String names) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(chain(0, names)[0]));
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private Path issue(int startDays, String names) {
        try {
            Path copy = Files.copy(store, store.resolveSibling(UUID.randomUUID() + ".p12"));
            keytool(
                    copy,
                    "-genkeypair",
                    "-alias",
                    SERVER,
                    "-signer",
                    ROOT,
                    "-dname",
                    "CN=server",
                    "-ext",
                    "san=" + names,
                    "-startdate",
                    (startDays < 0 ? "" : "+") + startDays + "d",
                    "-validity",
                    "30");
            keytool(copy, "-delete", "-alias", ROOT);
            return copy;
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static KeyStore load(Path store) throws GeneralSecurityException {
        KeyStore loaded = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(store)) {
            loaded.load(stream, PASSWORD.toCharArray());
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
        return loaded;
    }

    private static void keytool(Path store, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD));
        if (arguments[0].equals("-genkeypair")) {
            command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
        }
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
