package dev.mooring.infra.construct;

import dev.mooring.capacity.unit.PortRange;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.route53.PrivateHostedZone;
import software.constructs.Construct;

/**
 * The way of backends to the push port: a security group that they are put into, and a private name that has the address
 * of each host.
 *
 * <p>A zone of Route 53 costs 0.50 USD a month; Cloud Map makes the same zone and bills each host beside it, and an internal
 * load balancer costs 16 USD and balances what must not be balanced: a push for a connection belongs to its host.
 *
 * @param callers the security group of backends
 * @param zone the private zone
 * @param name what backends connect to
 */
public record PushAccess(SecurityGroup callers, PrivateHostedZone zone, String name) {
    private static final String DOMAIN = ".mooring.internal";

    public static PushAccess create(Construct scope, Vpc network, SecurityGroup hosts, int port) {
        SecurityGroup callers = SecurityGroup.Builder.create(scope, "PushAccess")
                .vpc(network)
                .description("Backends that push to the hosts")
                .allowAllOutbound(false)
                .build();
        HostAccess.letThrough(scope, "Push", callers, hosts, new PortRange(port, port), "pushes of backends");
        String domain = Stack.of(scope).getStackName().toLowerCase(Locale.ROOT) + DOMAIN;
        PrivateHostedZone zone = PrivateHostedZone.Builder.create(scope, "PushZone")
                .zoneName(domain)
                .vpc(network)
                .build();
        return new PushAccess(callers, zone, "push." + domain);
    }

    /** Lets a host publish its own address. */
    void grant(Role hosts) {
        hosts.addToPolicy(change("OwnName", "UPSERT", "DELETE"));
    }

    /** The backstop for hosts that die without taking their address away. */
    void sweep(Construct scope, String group) {
        new HostSweep(
                        "Name",
                        "Removes the names of hosts that died",
                        "forget_dead_names.py",
                        new TreeMap<>(Map.of("ZONE", zone.getHostedZoneId(), "NAME", name)),
                        List.of(
                                change("DeadNames", "DELETE"),
                                HostSweep.allow(zone.getHostedZoneArn(), "route53:ListResourceRecordSets"),
                                HostSweep.allow("*", "ec2:DescribeInstances")))
                .create(scope, group);
    }

    private PolicyStatement change(String id, String... actions) {
        return PolicyStatement.Builder.create()
                .sid(id)
                .actions(List.of("route53:ChangeResourceRecordSets"))
                .resources(List.of(zone.getHostedZoneArn()))
                .conditions(Map.of(
                        "ForAllValues:StringEquals",
                        Map.of("route53:ChangeResourceRecordSetsActions", List.of(actions))))
                .build();
    }
}
