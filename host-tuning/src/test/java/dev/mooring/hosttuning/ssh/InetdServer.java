package dev.mooring.hosttuning.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The machine's sshd as the far end of a proxy command, so it answers under any name and port: it serves one session
 * on its standard input and output. Keys are of ssh-keygen, in a folder of its own.
 */
final class InetdServer {
    private static final Path SSHD = Path.of("/usr/sbin/sshd");

    private final Path folder;

    InetdServer(Path folder) {
        this.folder = folder;
    }

    static boolean isMissing() {
        return !Files.isExecutable(SSHD) || !Files.isExecutable(Path.of("/usr/bin/ssh"));
    }

    /** Makes a key pair of a type of ssh-keygen. */
    void key(String name, String type) throws IOException, InterruptedException {
        SshServer.run("ssh-keygen", "-q", "-t", type, "-N", "", "-C", "", "-f", file(name));
    }

    /** Signs a host key. Without principals the certificate is for every name. */
    Path sign(String name, String authority, String certificate, String... principals)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("ssh-keygen", "-q", "-h", "-s", file(authority), "-I", name));
        for (String principal : principals) {
            words.addAll(List.of("-n", principal));
        }
        words.add(file(name + ".pub"));
        SshServer.run(words.toArray(String[]::new));
        return Files.move(folder.resolve(name + "-cert.pub"), folder.resolve(certificate + ".pub"));
    }

    /** Type and base64 of a public key. */
    String text(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".pub")).strip();
    }

    String file(String name) {
        return folder.resolve(name).toString();
    }

    /**
     * Writes the settings of a server, and gives the command that runs it.
     *
     * @param lines the host keys, and whatever else
     */
    String command(String name, String... lines) throws IOException {
        List<String> settings = new ArrayList<>(List.of(lines));
        settings.addAll(List.of(
                "AuthorizedKeysFile " + file("me.pub"),
                "PidFile none",
                "UsePAM no",
                "UseDNS no",
                "StrictModes no",
                "PermitRootLogin prohibit-password",
                "PrintLastLog no",
                "LogLevel QUIET"));
        Path config = Files.write(folder.resolve(name + ".conf"), settings);
        return SSHD + " -i -f " + config;
    }
}
