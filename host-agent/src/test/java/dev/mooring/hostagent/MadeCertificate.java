package dev.mooring.hostagent;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.capacity.credential.Pem;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.UUID;

/**
 * A certificate that signs itself, made by keytool, as PEM.
 *
 * @param chain the certificate
 * @param key its private key
 */
record MadeCertificate(String chain, String key) {
    private static final String PASSWORD = "changeit";
    private static final String ALIAS = "server";

    /**
     * Makes one.
     *
     * @param begin when its time begins, as keytool takes it: {@code 2026/11/01 00:00:00}; it is 30 days long
     */
    static MadeCertificate of(Path folder, String name, String begin) throws Exception {
        Path store = folder.resolve(UUID.randomUUID() + ".p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:" + name,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-startdate",
                        begin,
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
        KeyStore made = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Files.newInputStream(store)) {
            made.load(stream, PASSWORD.toCharArray());
        }
        return new MadeCertificate(
                new String(Pem.write("CERTIFICATE", made.getCertificate(ALIAS).getEncoded()), US_ASCII),
                new String(
                        Pem.write(
                                "PRIVATE KEY",
                                made.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()),
                        US_ASCII));
    }

    /** As a secret has it. */
    String pem() {
        return chain + key;
    }
}
