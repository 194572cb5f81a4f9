package dev.mooring.hosttuning.fleet;

import dev.mooring.hosttuning.ssh.SshAddress;
import java.util.Optional;

/** One host of the fleet. Only a host that was found in EC2 has an instance id. */
public record FleetHost(SshAddress address, Optional<String> instanceId) {
    /** The name in reports: an instance id says more than a private address, and both fit. */
    public String name() {
        return instanceId.map(id -> id + " (" + address.host() + ")").orElse(namedByAPerson());
    }

    private String namedByAPerson() {
        return address.port() == SshAddress.DEFAULT_PORT ? address.host() : address.endpoint();
    }
}
