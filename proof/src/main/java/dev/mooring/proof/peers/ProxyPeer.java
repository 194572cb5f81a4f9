package dev.mooring.proof.peers;

import dev.mooring.proof.peers.process.PeersWorkspace;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.LoopbackPort;
import dev.mooring.workbench.process.SystemPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A proxy of Debian that ends TLS in front of the C floor: what is measured is the proxy alone. It takes two descriptors a
 * connection, so it holds half as many as the others.
 *
 * @param start the command that a file of {@code src/main/proxy} follows
 */
public record ProxyPeer(String name, String label, String start, String file) implements Peer {
    static final List<ProxyPeer> ALL = List.of(
            new ProxyPeer("haproxy", "HAProxy, wss", "haproxy -db -f", "haproxy.cfg"),
            new ProxyPeer("nginx", "nginx, wss", "nginx -c", "nginx.conf"));

    private static final String BUNDLE = "bundle.pem";

    @Override
    public boolean overTls() {
        return true;
    }

    @Override
    public String version(ChildProcesses children) throws IOException, InterruptedException {
        return SystemPackages.version(name, children) + " before the C floor";
    }

    @Override
    public void build(PeersWorkspace workspace, ChildProcesses children) throws IOException, InterruptedException {
        SystemPackages.requireProgram(name, name);
        new FloorPeer().build(workspace, children);
        ServerCertificate certificate = ServerCertificate.of(workspace);
        certificate.make(children);
        Files.writeString(
                certificate.folder().resolve(BUNDLE),
                Files.readString(certificate.chain()) + Files.readString(certificate.key()));
    }

    /** The floor ends when the proxy does, which takes the place of the shell that starts both. */
    @Override
    public List<String> command(PeersWorkspace workspace, int port, Duration pingInterval) throws IOException {
        int backend = LoopbackPort.free();
        Path folder = ServerCertificate.of(workspace).folder();
        Path settings = folder.resolve(file);
        String text =
                Files.readString(workspace.proof().resolve("src/main/proxy").resolve(file));
        Files.writeString(
                settings,
                text.replace("@PORT@", Integer.toString(port))
                        .replace("@BACKEND@", Integer.toString(backend))
                        .replace("@FOLDER@", folder.toString()));
        String floor = String.join(" ", new FloorPeer().command(workspace, backend, pingInterval));
        return List.of("sh", "-c", "setpriv --pdeathsig KILL " + floor + " & exec " + start + " '" + settings + "'");
    }
}
