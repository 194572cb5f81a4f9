package dev.mooring.hosttuning.command;

import dev.mooring.hosttuning.fleet.AddressKind;
import dev.mooring.hosttuning.fleet.Ec2Fleet;
import dev.mooring.hosttuning.fleet.FleetHost;
import dev.mooring.hosttuning.fleet.FleetUnavailableException;
import dev.mooring.hosttuning.fleet.HostsFile;
import dev.mooring.hosttuning.fleet.InstanceTag;
import dev.mooring.hosttuning.host.LocalHost;
import dev.mooring.hosttuning.ssh.SshAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that say which hosts are checked. All sources add up; the EC2 filters narrow each other. */
final class HostOptions {
    @Parameters(paramLabel = "HOST", arity = "0..*", description = "A host: [user@]host[:port].")
    private List<String> hosts = List.of();

    @Option(names = "--hosts-file", paramLabel = "FILE", description = "A file with one host a line; # is a comment.")
    private @Nullable Path hostsFile;

    @Option(names = "--tag", paramLabel = "KEY=VALUE", description = "Running EC2 instances with this tag; repeatable.")
    private List<String> tags = List.of();

    @Option(names = "--asg", paramLabel = "NAME", description = "The instances of this Auto Scaling group.")
    private @Nullable String group;

    @Option(names = "--stack", paramLabel = "NAME", description = "The instances of this CloudFormation stack.")
    private @Nullable String stack;

    @Option(names = "--region", paramLabel = "REGION", description = "The AWS region. Default: that of the profile.")
    private @Nullable String region;

    @Option(
            names = "--address",
            paramLabel = "KIND",
            defaultValue = "private",
            description = "The address of an EC2 instance: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private AddressKind address = AddressKind.PRIVATE;

    @Option(names = "--local", description = "This machine, without SSH.")
    private boolean local;

    boolean local() {
        return local;
    }

    /** The hosts reached over SSH: each address once for each user. */
    List<FleetHost> overSsh(SshOptions ssh, Optional<Ec2Fleet> ec2) throws FleetUnavailableException {
        List<FleetHost> all = new ArrayList<>();
        if (ec2.isPresent()) {
            all.addAll(ec2.get().hosts(instanceTags(), address, ssh.userOnEc2(), ssh.port()));
        }
        for (String text : named()) {
            all.add(new FleetHost(SshAddress.parse(text, ssh.user(), ssh.port()), Optional.empty()));
        }
        Map<SshAddress, FleetHost> once = new LinkedHashMap<>();
        all.forEach(host -> once.putIfAbsent(host.address(), host));
        return FleetHost.toldApart(once.values(), local ? List.of(LocalHost.NAME) : List.of());
    }

    /** Whether EC2 must be asked for hosts. */
    boolean inEc2() {
        return !instanceTags().isEmpty();
    }

    boolean isEmpty() {
        return !local && hosts.isEmpty() && hostsFile == null && !inEc2();
    }

    Optional<String> region() {
        return Optional.ofNullable(region);
    }

    private List<String> named() {
        List<String> named = new ArrayList<>(hosts);
        if (hostsFile != null) {
            named.addAll(HostsFile.read(hostsFile));
        }
        return named;
    }

    private List<InstanceTag> instanceTags() {
        List<InstanceTag> wanted = new ArrayList<>();
        tags.forEach(tag -> wanted.add(InstanceTag.parse(tag)));
        Optional.ofNullable(group).map(InstanceTag::ofAutoScalingGroup).ifPresent(wanted::add);
        Optional.ofNullable(stack).map(InstanceTag::ofStack).ifPresent(wanted::add);
        return wanted;
    }
}
