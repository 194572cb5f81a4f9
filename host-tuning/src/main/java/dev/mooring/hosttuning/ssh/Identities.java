package dev.mooring.hosttuning.ssh;

import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.SSHAgentConnector;
import com.jcraft.jsch.Session;
import dev.mooring.capacity.unit.RefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The private keys that are offered to a host: those of an agent, then those of files, as ssh does. Immutable.
 *
 * <p>Keys of files are offered signed at once, without asking first, which saves a round trip; with an agent each key is
 * asked for before it signs, as a signature may need a person's consent.
 *
 * @param agent the Unix socket of an agent; no native library is needed
 */
public record Identities(Optional<Path> agent, List<KeyFile> files) {
    /**
     * A key file without a passphrase, read now, with the certificate beside it.
     *
     * @throws RefusedException when it is missing, is not a private key, or has a passphrase
     */
    public static Identities file(Path path) {
        return new Identities(Optional.empty(), List.of(KeyFile.read(path)));
    }

    /** The agent that listens at a Unix socket, usually the one in SSH_AUTH_SOCK. */
    public static Identities agent(Path socket) {
        return new Identities(Optional.of(socket), List.of());
    }

    /**
     * What ssh itself would use: the keys of the agent if there is one, then the usual key files. A file with a
     * passphrase is passed over, and so is one that is no key.
     *
     * @param agentSocket the value of SSH_AUTH_SOCK, empty when it is not set
     * @param folder usually {@code ~/.ssh}
     * @throws RefusedException when there is neither an agent nor a file that can be used
     */
    public static Identities usual(String agentSocket, Path folder) {
        Optional<Path> agent = Optional.of(agentSocket)
                .filter(path -> !path.isEmpty())
                .map(Path::of)
                .filter(Files::exists);
        List<Path> present = KeyFile.DEFAULT_NAMES.stream()
                .map(folder::resolve)
                .filter(Files::exists)
                .toList();
        List<KeyFile> usable =
                present.stream().flatMap(path -> usable(path).stream()).toList();
        if (agent.isEmpty() && usable.isEmpty()) {
            throw present.stream().anyMatch(KeyFile::isLocked)
                    ? RefusedException.of(
                            "identity",
                            folder,
                            "has",
                            "only keys with a passphrase, and no ssh-agent runs",
                            "start one and load a key with ssh-add, or give --identity")
                    : RefusedException.of(
                            "identity",
                            folder,
                            "has",
                            "no key, and no ssh-agent runs",
                            "give --identity, or start one");
        }
        return new Identities(agent, usable);
    }

    /** Gives the keys to a session that is about to log in. An agent is asked now. */
    OfferedKeys offerTo(JSch keys, Session session) throws JSchException {
        List<Identity> ofAgent = ofAgent();
        List<Identity> all = new ArrayList<>(ofAgent);
        for (Identity ofFile : ofFiles()) {
            if (ofAgent.stream().noneMatch(held -> Arrays.equals(held.getPublicKeyBlob(), ofFile.getPublicKeyBlob()))) {
                all.add(ofFile);
            }
        }
        OfferedKeys offered = new OfferedKeys(all, source(ofAgent.isEmpty()));
        keys.setIdentityRepository(offered);
        session.setConfig("enable_pubkey_auth_query", ofAgent.isEmpty() ? "no" : "yes");
        // Of an RSA key one algorithm is enough: each further one costs one of the few tries that sshd allows.
        session.setConfig("try_additional_pubkey_algorithms", "no");
        return offered;
    }

    /** Where the keys come from, for messages. */
    String source() {
        return source(false);
    }

    private String source(boolean agentIsEmpty) {
        String names = String.join(
                ", ", files.stream().map(file -> file.path().toString()).toList());
        if (agent.isEmpty()) {
            return names;
        }
        String ofAgent = "the ssh-agent at " + agent.get();
        if (files.isEmpty()) {
            return ofAgent;
        }
        return agentIsEmpty ? names + " (" + ofAgent + " gave no key)" : ofAgent + " and " + names;
    }

    private List<Identity> ofAgent() throws JSchException {
        if (agent.isEmpty()) {
            return List.of();
        }
        try {
            return new AgentIdentityRepository(new SSHAgentConnector(agent.get())).getIdentities();
        } catch (AgentProxyException e) {
            throw new JSchException("ssh-agent", e);
        }
    }

    private List<Identity> ofFiles() throws JSchException {
        JSch reader = new JSch();
        for (KeyFile file : files) {
            file.addTo(reader);
        }
        return reader.getIdentityRepository().getIdentities();
    }

    private static Optional<KeyFile> usable(Path path) {
        try {
            return Optional.of(KeyFile.read(path));
        } catch (RefusedException passedOver) {
            return Optional.empty();
        }
    }
}
