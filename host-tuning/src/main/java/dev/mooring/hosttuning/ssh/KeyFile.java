package dev.mooring.hosttuning.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import dev.mooring.capacity.input.InputFile;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.RefusedException;
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
    private static final Bytes MAX_SIZE = Bytes.mebi(1);

    /** The files that ssh tries, in its order; keys on tokens need a program that is not asked here. */
    static final List<String> DEFAULT_NAMES = List.of("id_rsa", "id_ecdsa", "id_ed25519", "id_dsa");

    /**
     * Reads a key now.
     *
     * @throws RefusedException when it is missing, is not a private key, or has a passphrase
     */
    static KeyFile read(Path path) {
        byte[] key = input(path).bytes("give the path of a private key");
        if (PrivateKeyText.of(key).isEncrypted()) {
            throw RefusedException.of(
                    "identity", path, "has", "a passphrase", "load it with ssh-add and leave --identity out");
        }
        try {
            KeyPair.load(new JSch(), key.clone(), null).dispose();
        } catch (JSchException e) {
            throw RefusedException.of("identity", path, "is not", "a private key", "give a key made by ssh-keygen");
        }
        return new KeyFile(path, key, certificateOf(path, key));
    }

    /** Whether the file is there and ssh could use it only by asking for its passphrase. */
    static boolean isLocked(Path path) {
        try {
            return PrivateKeyText.of(input(path).bytes("")).isEncrypted();
        } catch (RefusedException notThere) {
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
    private static Optional<byte[]> certificateOf(Path path, byte[] key) {
        try {
            byte[] certificate =
                    input(path.resolveSibling(path.getFileName() + "-cert.pub")).bytes("");
            new JSch().addIdentity("", key.clone(), certificate.clone(), null);
            return Optional.of(certificate);
        } catch (RefusedException | JSchException none) {
            return Optional.empty();
        }
    }

    private static InputFile input(Path path) {
        return new InputFile("identity", path, MAX_SIZE);
    }
}
