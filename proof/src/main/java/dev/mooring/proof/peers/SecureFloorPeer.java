package dev.mooring.proof.peers;

import dev.mooring.proof.peers.process.PeersWorkspace;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.SystemPackages;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The C floor with a session of OpenSSL for each connection: TLS 1.3, AES-128, no tickets. */
public record SecureFloorPeer() implements Peer {
    static final String NAME = FloorPeer.NAME + TlsPeer.SUFFIX;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String label() {
        return "C floor, wss";
    }

    @Override
    public boolean overTls() {
        return true;
    }

    @Override
    public String version(ChildProcesses children) throws IOException, InterruptedException {
        return "raw epoll, gcc -O2, " + SystemPackages.version(PeersWorkspace.OPENSSL, children);
    }

    @Override
    public void build(PeersWorkspace workspace, ChildProcesses children) throws IOException, InterruptedException {
        workspace.secureProgram(FloorPeer.NAME, children);
        ServerCertificate.of(workspace).make(children);
    }

    @Override
    public List<String> command(PeersWorkspace workspace, int port, Duration pingInterval) throws IOException {
        ServerCertificate certificate = ServerCertificate.of(workspace);
        return List.of(
                workspace.target().resolve(NAME).toString(),
                Integer.toString(port),
                Long.toString(pingInterval.toMillis()),
                certificate.chain().toString(),
                certificate.key().toString());
    }
}
