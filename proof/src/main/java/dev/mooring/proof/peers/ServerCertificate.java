package dev.mooring.proof.peers;

import dev.mooring.proof.peers.process.PeersWorkspace;
import dev.mooring.workbench.process.ChildProcesses;
import dev.mooring.workbench.process.SystemPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What every server over TLS shows: ECDSA with P-256, signed by itself, for a measuring client trusts anybody.
 *
 * @param folder of its files
 */
record ServerCertificate(Path folder) {
    private static final String CHAIN = "chain.pem";
    private static final String KEY = "key.pem";
    private static final String DAYS = "3650";

    static ServerCertificate of(PeersWorkspace workspace) throws IOException {
        return new ServerCertificate(Files.createDirectories(workspace.target().resolve("tls")));
    }

    Path chain() {
        return folder.resolve(CHAIN);
    }

    Path key() {
        return folder.resolve(KEY);
    }

    /** Makes it, where it is not there. */
    void make(ChildProcesses children) throws IOException, InterruptedException {
        if (Files.exists(chain())) {
            return;
        }
        SystemPackages.requireProgram("openssl", "openssl");
        String request =
                "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost -days " + DAYS
                        + " -keyout " + KEY + " -out " + CHAIN;
        children.run(folder, List.of(request.split(" ", -1)));
    }
}
