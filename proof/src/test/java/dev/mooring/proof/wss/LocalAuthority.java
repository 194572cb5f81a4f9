package dev.mooring.proof.wss;

import dev.mooring.workbench.process.ChildProcesses;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A certificate authority made by keytool, with one certificate for localhost: their files. */
record LocalAuthority(Path ca, Path chain, Path key) {
    private static final String PASSWORD = "changeit";

    /**
     * Makes one, with files of its own in the folder.
     *
     * @param name in its certificate and in the names of its files
     */
    static LocalAuthority make(String name, Path folder, ChildProcesses children)
            throws IOException, InterruptedException {
        Path store = folder.resolve(name + ".p12");
        Files.deleteIfExists(store);
        keytool(children, store, "-genkeypair", "-alias", "root", "-dname", "CN=" + name, "-ext", "bc:c");
        keytool(
                children,
                store,
                "-genkeypair",
                "-alias",
                "server",
                "-signer",
                "root",
                "-dname",
                "CN=server",
                "-ext",
                "san=dns:localhost");
        try (InputStream stream = Files.newInputStream(store)) {
            KeyStore made = KeyStore.getInstance("PKCS12");
            made.load(stream, PASSWORD.toCharArray());
            Certificate root = made.getCertificate("root");
            Certificate server = made.getCertificate("server");
            Key key = made.getKey("server", PASSWORD.toCharArray());
            return new LocalAuthority(
                    write(folder.resolve(name + "-ca.pem"), "CERTIFICATE", root.getEncoded()),
                    write(folder.resolve(name + "-chain.pem"), "CERTIFICATE", server.getEncoded()),
                    write(folder.resolve(name + "-key.pem"), "PRIVATE KEY", key.getEncoded()));
        } catch (GeneralSecurityException failed) {
            throw new IOException(failed);
        }
    }

    private static Path write(Path file, String label, byte[] der) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        // As a key is taken: nobody but its owner may read it.
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n");
    }

    private static void keytool(ChildProcesses children, Path store, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "30"));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD));
        String _ = children.run(Path.of("/"), command);
    }
}
