package dev.mooring.hosttuning.command;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.hosttuning.fleet.Ec2Fleet;
import dev.mooring.hosttuning.fleet.FleetHost;
import dev.mooring.hosttuning.host.Host;
import dev.mooring.hosttuning.ssh.Bastion;
import dev.mooring.hosttuning.ssh.Route;
import dev.mooring.hosttuning.ssh.SshHost;
import dev.mooring.hosttuning.ssh.SshLogin;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;

/** The way to the hosts of a run. Closing it ends the session to the jump host. */
final class SshAccess implements AutoCloseable {
    private static final Path MACHINE_SSH_FOLDER = Path.of("/etc/ssh");

    private final SshLogin login;
    private final Optional<Bastion> bastion;
    private final HostKeyMode mode;
    private final Optional<Ec2Fleet> ec2;

    SshAccess(SshOptions options, Optional<Ec2Fleet> ec2, String agentSocket, Path sshFolder) {
        SshLogin direct = new SshLogin(
                Route.DIRECT,
                options.identities(agentSocket, sshFolder),
                options.knownHosts(sshFolder, MACHINE_SSH_FOLDER),
                options.timeout(),
                new Random());
        this.bastion = options.jump().map(address -> new Bastion(address, direct, InstantSource.system()));
        Optional<Route> route = bastion.<Route>map(jump -> jump).or(options::proxy);
        this.login = route.map(direct::through).orElse(direct);
        this.mode = options.mode();
        this.ec2 = ec2;
    }

    Host host(FleetHost host) {
        if (mode != HostKeyMode.CONSOLE) {
            return new SshHost(host.name(), host.address(), login);
        }
        if (ec2.isEmpty() || host.instanceId().isEmpty()) {
            throw RefusedException.of(
                    "host-key",
                    mode,
                    "needs an instance id, unlike",
                    host.name(),
                    "find it by --tag, --asg or --stack");
        }
        return new PinnedHost(host, host.instanceId().get(), ec2.get(), login);
    }

    @Override
    public void close() {
        bastion.ifPresent(Bastion::close);
    }
}
