package dev.mooring.server.tls.handshake;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.capacity.credential.Pem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority that nobody else has, made by keytool, and the clients that it issues certificates to. */
public final class TestClients {
    private static final String PASSWORD = "changeit";
    private static final String ROOT = "root";
    private static final String CLIENT = "client";

    private final Path store;
    private final Path file;

    /** One that names itself; its files are in the folder. */
    public TestClients(Path folder) {
        store = folder.resolve(UUID.randomUUID() + ".p12");
        file = folder.resolve(UUID.randomUUID() + ".pem");
        keytool(store, "-genkeypair", "-alias", ROOT, "-dname", "CN=issuer", "-ext", "bc:c", "-validity", "90");
        keytool(store, "-exportcert", "-rfc", "-alias", ROOT, "-file", file.toString());
    }

    /** Its certificate in PEM. */
    public Path file() {
        return file;
    }

    /**
     * A client with a certificate for 30 days.
     *
     * @param name as {@code CN=one,O=Example}
     * @param startDays when they begin, from now
     * @param options of keytool besides
     */
    public Issued issue(String name, int startDays, String... options) {
        try {
            Path copy = Files.copy(store, store.resolveSibling(UUID.randomUUID() + ".p12"));
            List<String> arguments = new ArrayList<>(List.of("-genkeypair", "-alias", CLIENT, "-signer", ROOT));
            arguments.addAll(List.of("-dname", name, "-validity", "30"));
            arguments.addAll(List.of("-startdate", (startDays < 0 ? "" : "+") + startDays + "d"));
            arguments.addAll(Arrays.asList(options));
            keytool(copy, arguments.toArray(String[]::new));
            keytool(copy, "-delete", "-alias", ROOT);
            return new Issued(copy);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
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

    /** A client's certificate and key. */
    public static final class Issued {
        private final Path store;
        private final KeyStore keys;

        private Issued(Path store) {
            this.store = store;
            try (InputStream stream = Files.newInputStream(store)) {
                keys = KeyStore.getInstance("PKCS12");
                keys.load(stream, PASSWORD.toCharArray());
            } catch (GeneralSecurityException | IOException failed) {
                throw new IllegalStateException(failed);
            }
        }

        /** What it shows, in DER, its own certificate first. */
        byte[][] chain() throws GeneralSecurityException {
            return Arrays.stream(keys.getCertificateChain(CLIENT))
                    .map(each -> {
                        try {
                            return each.getEncoded();
                        } catch (GeneralSecurityException impossible) {
                            throw new IllegalStateException(impossible);
                        }
                    })
                    .toArray(byte[][]::new);
        }

        /** A client of a server with this certificate, which shows its own. */
        public SSLContext context(TestCertificate server) {
            try {
                KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
                own.init(keys, PASSWORD.toCharArray());
                KeyStore trusted = KeyStore.getInstance("PKCS12");
                trusted.load(null, null);
                trusted.setCertificateEntry("server", server.certificate());
                TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
                trust.init(trusted);
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
                return context;
            } catch (GeneralSecurityException | IOException failed) {
                throw new IllegalStateException(failed);
            }
        }

        /** Its certificate and its issuer's, and behind them the key, in PEM. */
        public Path pemFile() {
            try {
                StringBuilder pem = new StringBuilder();
                for (byte[] each : chain()) {
                    pem.append(new String(Pem.write("CERTIFICATE", each), UTF_8));
                }
                byte[] key = keys.getKey(CLIENT, PASSWORD.toCharArray()).getEncoded();
                pem.append(new String(Pem.write("PRIVATE KEY", key), UTF_8));
                return Files.writeString(store.resolveSibling(store.getFileName() + ".pem"), pem);
            } catch (GeneralSecurityException | IOException failed) {
                throw new IllegalStateException(failed);
            }
        }
    }
}
