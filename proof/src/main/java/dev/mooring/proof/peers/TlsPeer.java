package dev.mooring.proof.peers;

import dev.mooring.proof.peers.process.PeersWorkspace;
import dev.mooring.workbench.process.ChildProcesses;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Another peer, which ends TLS itself.
 *
 * @param plain the same without; it takes chain and key behind its other arguments
 */
public record TlsPeer(Peer plain) implements Peer {
    static final String SUFFIX = "-tls";

    @Override
    public String name() {
        return plain.name() + SUFFIX;
    }

    @Override
    public String label() {
        return plain.label() + ", wss";
    }

    @Override
    public String version(ChildProcesses children) throws IOException, InterruptedException {
        return plain.version(children);
    }

    @Override
    public Memory memory() {
        return plain.memory();
    }

    @Override
    public boolean overTls() {
        return true;
    }

    @Override
    public boolean trimsItsMemory() {
        return plain.trimsItsMemory();
    }

    @Override
    public void build(PeersWorkspace workspace, ChildProcesses children) throws IOException, InterruptedException {
        plain.build(workspace, children);
        ServerCertificate.of(workspace).make(children);
    }

    @Override
    public List<String> command(PeersWorkspace workspace, int port, Duration pingInterval) throws IOException {
        ServerCertificate certificate = ServerCertificate.of(workspace);
        String chain = certificate.chain().toString();
        String key = certificate.key().toString();
        List<String> command = new ArrayList<>(plain.command(workspace, port, pingInterval));
        if (plain instanceof MooringPeer) {
            command.addAll(
                    List.of("--tls-ports", Integer.toString(port), "--tls-certificate", chain, "--tls-key", key));
        } else {
            command.addAll(List.of(chain, key));
        }
        return command;
    }
}
