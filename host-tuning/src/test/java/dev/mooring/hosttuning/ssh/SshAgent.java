package dev.mooring.hosttuning.ssh;

import java.io.IOException;
import java.nio.file.Path;

/** The machine's ssh-agent, with no key, at a socket of its own. */
record SshAgent(Path socket, Process process) implements AutoCloseable {
    static SshAgent start(Path socket) throws IOException {
        Process agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
                .redirectErrorStream(true)
                .start();
        // It names its socket once it listens.
        agent.getInputStream().read();
        return new SshAgent(socket, agent);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
