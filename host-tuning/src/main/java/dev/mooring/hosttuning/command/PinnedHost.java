package dev.mooring.hosttuning.command;

import dev.mooring.hosttuning.fleet.Ec2Fleet;
import dev.mooring.hosttuning.fleet.FleetHost;
import dev.mooring.hosttuning.fleet.FleetUnavailableException;
import dev.mooring.hosttuning.host.Host;
import dev.mooring.hosttuning.host.HostReply;
import dev.mooring.hosttuning.host.HostUnreachableException;
import dev.mooring.hosttuning.ssh.KnownHosts;
import dev.mooring.hosttuning.ssh.SshHost;
import dev.mooring.hosttuning.ssh.SshLogin;

/** An instance that is trusted by the keys on its console. Every run asks EC2 once more: a console may come late. */
record PinnedHost(FleetHost host, String instanceId, Ec2Fleet ec2, SshLogin login) implements Host {
    @Override
    public String name() {
        return host.name();
    }

    @Override
    public HostReply run(String script) throws HostUnreachableException {
        KnownHosts pinned;
        try {
            pinned = login.knownHosts()
                    .pinning(host.address(), ec2.consoleHostKeys(instanceId), "the console of " + instanceId);
        } catch (FleetUnavailableException e) {
            throw new HostUnreachableException(String.valueOf(e.getMessage()), e);
        }
        return new SshHost(name(), host.address(), login.expecting(pinned)).run(script);
    }
}
