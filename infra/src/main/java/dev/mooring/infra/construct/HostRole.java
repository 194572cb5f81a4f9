package dev.mooring.infra.construct;

import dev.mooring.infra.Names;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;

/**
 * What a host may ask of AWS: its own target group, the hooks of its own group, a signal to its own stack, and metrics of
 * one namespace. Actions
 * that know no resource have none.
 */
public final class HostRole {
    private HostRole() {}

    public static Role create(Construct scope, String group, Optional<String> targetGroup, boolean moves) {
        Role role = Role.Builder.create(scope, "HostRole")
                .description("Hosts of a Mooring fleet")
                .assumedBy(new ServicePrincipal("ec2.amazonaws.com"))
                .build();
        targetGroup.ifPresent(arn -> {
            allow(
                    role,
                    "OwnTargets",
                    List.of(arn),
                    "elasticloadbalancing:RegisterTargets",
                    "elasticloadbalancing:DeregisterTargets");
            allow(role, "TargetHealth", List.of("*"), "elasticloadbalancing:DescribeTargetHealth");
        });
        allow(
                role,
                "OwnHooks",
                List.of(groupArn(scope, group)),
                "autoscaling:CompleteLifecycleAction",
                "autoscaling:RecordLifecycleActionHeartbeat");
        allow(role, "OwnStack", List.of(Stack.of(scope).getStackId()), "cloudformation:SignalResource");
        allow(role, "OwnState", List.of("*"), "autoscaling:DescribeAutoScalingInstances");
        if (moves) {
            allow(role, "FleetLoad", List.of("*"), "cloudwatch:GetMetricStatistics");
        }
        role.addToPolicy(PolicyStatement.Builder.create()
                .sid("OwnMetrics")
                .actions(List.of("cloudwatch:PutMetricData"))
                .resources(List.of("*"))
                .conditions(Map.of("StringEquals", Map.of("cloudwatch:namespace", Names.METRIC_NAMESPACE)))
                .build());
        return role;
    }

    /** By name, since the group's own ARN is known only after its launch template, which needs this role. */
    static String groupArn(Construct scope, String group) {
        return Stack.of(scope)
                .formatArn(ArnComponents.builder()
                        .service("autoscaling")
                        .resource("autoScalingGroup:*:autoScalingGroupName")
                        .resourceName(group)
                        .build());
    }

    private static void allow(Role role, String sid, List<String> resources, String... actions) {
        role.addToPolicy(PolicyStatement.Builder.create()
                .sid(sid)
                .actions(List.of(actions))
                .resources(resources)
                .build());
    }
}
