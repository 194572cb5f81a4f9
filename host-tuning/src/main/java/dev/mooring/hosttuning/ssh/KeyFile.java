package dev.mooring.hosttuning.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import dev.mooring.capacity.unit.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A private key without a passphrase, and the certificate beside it, which is offered before it.
 *
 * @param certificate what {@code KEY-cert.pub} holds
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record KeyFile(Path path, byte[] key, Optional<byte[]> certificate) {
    /** The files that ssh tries, in its order; keys on tokens need a program that is not asked here. */
    static final List<String> USUAL = List.of("id_rsa", "id_ecdsa", "id_ed25519", "id_dsa");

    /**
     * Reads a key now.
     *
     * @throws RefusedException when it is missing, is not a private key, or has a passphrase
     */
    static KeyFile read(Path path) {
        byte[] key;
        try {
            key = Files.readAllBytes(path);
        } catch (IOException e) {
            throw RefusedException.of("identity", path, "cannot be", "read", "give the path of a private key");
        }
        if (PrivateKeyText.of(key).isEncrypted()) {
            throw RefusedException.of(
                    "identity", path, "has", "a passphrase", "load it with ssh-add and leave --identity out");
        }
        try {
            KeyPair.load(new JSch(), key.clone(), null).dispose();
        } catch (JSchException e) {
            throw RefusedException.of("identity", path, "is not", "a private key", "give a key made by ssh-keygen");
        }
        return new KeyFile(path, key, certificateOf(path));
    }

    /** Whether the file is there and ssh could use it only by asking for its passphrase. */
    static boolean isLocked(Path path) {
        try {
            return PrivateKeyText.of(Files.readAllBytes(path)).isEncrypted();
        } catch (IOException notThere) {
            return false;
        }
    }

    void addTo(JSch keys) throws JSchException {
        if (certificate.isPresent()) {
            keys.addIdentity(path + "-cert.pub", key.clone(), certificate.get().clone(), null);
        }
        keys.addIdentity(path.toString(), key.clone(), null, null);
    }

    /** A certificate that is none, or not of this key, is passed over as ssh does. */
    private static Optional<byte[]> certificateOf(Path path) {
        try {
            byte[] certificate = Files.readAllBytes(path.resolveSibling(path.getFileName() + "-cert.pub"));
            new JSch().addIdentity("", Files.readAllBytes(path), certificate.clone(), null);
            return Optional.of(certificate);
        } catch (IOException | JSchException none) {
            return Optional.empty();
        }
    }
}
