package dev.mooring.hosttuning.ssh;

import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import com.jcraft.jsch.SSHAgentConnector;
import com.jcraft.jsch.Session;
import dev.mooring.capacity.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The private keys that are offered to a host: one key file, or whatever an agent holds. */
public sealed interface Identities {
    /** Gives the keys to a session that is about to log in. */
    void offerTo(JSch keys, Session session) throws JSchException;

    /** Where the keys come from, for messages. */
    String source();

    /**
     * A key file without a passphrase, read now.
     *
     * @throws RefusedException when it is missing, is not a private key, or has a passphrase
     */
    static Identities file(Path path) {
        return new KeyFile(path, read(path));
    }

    /** The agent that listens at a Unix socket, usually the one in SSH_AUTH_SOCK. No native library is needed. */
    static Identities agent(Path socket) {
        return new Agent(socket);
    }

    /**
     * What ssh itself would use: the agent if there is one, else the first of the usual key files.
     *
     * @param agentSocket the value of SSH_AUTH_SOCK, empty when it is not set
     * @param folder usually {@code ~/.ssh}
     */
    static Identities usual(String agentSocket, Path folder) {
        if (!agentSocket.isEmpty() && Files.exists(Path.of(agentSocket))) {
            return agent(Path.of(agentSocket));
        }
        return List.of("id_ed25519", "id_ecdsa", "id_rsa").stream()
                .map(folder::resolve)
                .filter(Files::exists)
                .findFirst()
                .map(Identities::file)
                .orElseThrow(() -> RefusedException.of(
                        "identity", folder, "has", "no key, and no ssh-agent runs", "give --identity, or start one"));
    }

    private static byte[] read(Path path) {
        try {
            byte[] key = Files.readAllBytes(path);
            KeyPair pair = KeyPair.load(new JSch(), key, null);
            boolean encrypted = pair.isEncrypted();
            pair.dispose();
            if (encrypted) {
                throw RefusedException.of(
                        "identity", path, "has", "a passphrase", "load it with ssh-add and leave --identity out");
            }
            return key;
        } catch (IOException e) {
            throw RefusedException.of("identity", path, "cannot be", "read", "give the path of a private key");
        } catch (JSchException e) {
            throw RefusedException.of("identity", path, "is not", "a private key", "give a key made by ssh-keygen");
        }
    }

    /** One key. Offering it signed at once, without asking first, saves a round trip. */
    final class KeyFile implements Identities {
        private final Path path;
        private final byte[] key;

        private KeyFile(Path path, byte[] key) {
            this.path = path;
            this.key = key;
        }

        @Override
        public void offerTo(JSch keys, Session session) throws JSchException {
            keys.addIdentity(path.toString(), key.clone(), null, null);
            session.setConfig("enable_pubkey_auth_query", "no");
        }

        @Override
        public String source() {
            return path.toString();
        }
    }

    /** The keys of an agent. Each is asked for before it signs: a signature may need a person's consent. */
    record Agent(Path socket) implements Identities {
        @Override
        public void offerTo(JSch keys, Session session) throws JSchException {
            try {
                keys.setIdentityRepository(new AgentIdentityRepository(new SSHAgentConnector(socket)));
            } catch (AgentProxyException e) {
                throw new JSchException("ssh-agent", e);
            }
        }

        @Override
        public String source() {
            return "the ssh-agent at " + socket;
        }
    }
}
