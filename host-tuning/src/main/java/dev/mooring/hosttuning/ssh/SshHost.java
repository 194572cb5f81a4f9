package dev.mooring.hosttuning.ssh;

import dev.mooring.hosttuning.host.Host;
import dev.mooring.hosttuning.host.HostReply;
import dev.mooring.hosttuning.host.HostUnreachableException;

/**
 * A host that is reached over SSH. Every run is one session and one exec, at most 11 round trips in all. The remote
 * login shell reads its rc files first, so the output may begin with whatever they print; then {@code /bin/sh} runs the
 * script.
 */
public record SshHost(String name, SshAddress address, SshLogin login) implements Host {
    @Override
    public HostReply run(String script) throws HostUnreachableException {
        return login.use(address, session -> {
            try (session) {
                return session.execute("exec /bin/sh -c " + quoted(script));
            }
        });
    }

    /** One word of any shell: a login shell may be one that cannot run the script. */
    private static String quoted(String script) {
        return "'" + script.replace("'", "'\\''") + "'";
    }
}
