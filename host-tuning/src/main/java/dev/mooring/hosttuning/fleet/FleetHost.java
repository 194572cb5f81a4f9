package dev.mooring.hosttuning.fleet;

import dev.mooring.hosttuning.ssh.SshAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One host of the fleet.
 *
 * @param instanceId of a host that was found in EC2
 * @param standing in its Auto Scaling group; in service where there is none
 * @param isOneOfSeveral whether another host of the check has its name, so that the user is needed to tell them apart
 */
public record FleetHost(SshAddress address, Optional<String> instanceId, Standing standing, boolean isOneOfSeveral) {
    public FleetHost(SshAddress address, Optional<String> instanceId) {
        this(address, instanceId, Standing.IN_SERVICE, false);
    }

    /**
     * The hosts with names that tell them apart: one address as two users is two hosts.
     *
     * @param taken names of other hosts of the check
     */
    public static List<FleetHost> toldApart(Collection<FleetHost> hosts, List<String> taken) {
        Map<String, Long> count = Stream.concat(hosts.stream().map(FleetHost::name), taken.stream())
                .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
        return hosts.stream()
                .map(host -> new FleetHost(
                        host.address, host.instanceId, host.standing, count.getOrDefault(host.name(), 0L) > 1))
                .toList();
    }

    /** The name in reports: an instance id says more than a private address, and both fit. */
    public String name() {
        String name = instanceId.map(id -> id + " (" + address.host() + ")").orElse(displayName());
        return isOneOfSeveral ? address.user() + "@" + name : name;
    }

    private String displayName() {
        return address.port() == SshAddress.DEFAULT_PORT ? address.host() : address.endpoint();
    }
}
