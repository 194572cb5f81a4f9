package dev.mooring.infra.construct;

import dev.mooring.infra.Deployment;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.constructs.Construct;

/**
 * The name of a fleet without a load balancer, in a zone that is there already: each host adds its public address when it has
 * been verified, and takes it away before it drains.
 *
 * <p>Records of Route 53 cost nothing beside the zone (0.50 USD a month) and its queries (0.40 USD a million); Cloud Map makes
 * the same records and bills each host with 0.10 USD a month beside them. Prices: aws.amazon.com/route53/pricing and
 * aws.amazon.com/cloud-map/pricing, 2026-11.
 */
final class HostName {
    private HostName() {}

    /** Lets a host change its record, and the sweep remove those of hosts that died. */
    static void grant(Construct scope, Role hosts, Deployment.PublicName name, String group) {
        String zone = "arn:" + Stack.of(scope).getPartition() + ":route53:::hostedzone/" + name.zone();
        hosts.addToPolicy(change("OwnAddress", zone, name.name(), "UPSERT", "DELETE"));
        new HostSweep(
                        "Address",
                        "Removes the addresses of hosts that died from their name",
                        "forget_dead_names.py",
                        // The zone is not this fleet's alone, nor need the name be: its records begin with its group's
                        // name.
                        new TreeMap<>(Map.of("ZONE", name.zone(), "NAME", name.name(), "PREFIX", group + "/")),
                        List.of(
                                change("DeadAddresses", zone, name.name(), "DELETE"),
                                HostSweep.allow(zone, "route53:ListResourceRecordSets"),
                                HostSweep.allow("*", "ec2:DescribeInstances")))
                .create(scope, group);
    }

    private static PolicyStatement change(String id, String zone, String name, String... actions) {
        return PolicyStatement.Builder.create()
                .sid(id)
                .actions(List.of("route53:ChangeResourceRecordSets"))
                .resources(List.of(zone))
                .conditions(Map.of(
                        "ForAllValues:StringEquals",
                        new TreeMap<>(Map.of(
                                "route53:ChangeResourceRecordSetsNormalizedRecordNames",
                                List.of(name),
                                "route53:ChangeResourceRecordSetsRecordTypes",
                                List.of("A"),
                                "route53:ChangeResourceRecordSetsActions",
                                List.of(actions)))))
                .build();
    }
}
