package dev.mooring.hosttuning.ssh;

import dev.mooring.hosttuning.host.HostUnreachableException;
import java.util.Optional;

/** How hosts are reached. One route serves all hosts of a run; every session gets a transport of its own. */
public interface Route {
    /** Straight over TCP. */
    Route DIRECT = TcpTransport::new;

    Transport transportTo(SshAddress address);

    /** Brings up what the hosts share, within a time limit of its own. */
    default void prepare() throws HostUnreachableException {}

    /** The command that prints a host's keys as this route sees them, for messages; empty where there is none. */
    default Optional<String> keyscan(SshAddress address) {
        return Optional.of("ssh-keyscan -p " + address.port() + " " + address.host());
    }
}
