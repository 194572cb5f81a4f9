package dev.mooring.infra.stack;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import io.github.cdklabs.cdknag.RegexAppliesTo;
import java.util.List;
import software.amazon.awscdk.Stack;

/** The findings of cdk-nag that the fleet lives with, each with its reason. */
final class FleetSuppressions {
    private FleetSuppressions() {}

    static void apply(Stack stack) {
        NagSuppressions.addStackSuppressions(
                stack,
                List.of(
                        wildcards(
                                List.of(
                                        "Resource::*",
                                        "/^Resource::arn:.*:autoScalingGroup:\\*:autoScalingGroupName\\/.*$/"),
                                "DescribeTargetHealth, DescribeAutoScalingInstances, DescribeInstances and PutMetricData"
                                        + " know no resources; PutMetricData is limited to one namespace."),
                        wildcards(
                                List.of("/^Resource::arn:.*:s3:::.*\\/" + stack.getStackName() + "\\/\\*\\.gz$/"),
                                "The bundles of this fleet, of each release: while a deployment rolls, hosts of the former"
                                        + " one may start too."),
                        because(
                                "AwsSolutions-ELB2",
                                "Access logs of a Network Load Balancer record TLS handshakes only, and a line for each"
                                        + " of them would cost more than the host."),
                        because(
                                "AwsSolutions-VPC3",
                                "Without a load balancer the security group must be open to keep connections"
                                        + " untracked; the list is what filters, and it is stateless, so it tracks nothing."),
                        because(
                                "AwsSolutions-EC23",
                                "Clients come from anywhere. Without a load balancer the rule must also be open to"
                                        + " all, because every other one has its connections tracked and limited.")));
    }

    /**
     * The wildcards in policies that are excused, each by name or by a regular expression between slashes; any other is
     * still a finding.
     */
    static NagPackSuppression wildcards(List<String> excused, String reason) {
        return NagPackSuppression.builder()
                .id("AwsSolutions-IAM5")
                .appliesTo(excused.stream()
                        .map(each -> each.startsWith("/")
                                ? RegexAppliesTo.builder().regex(each).build()
                                : each)
                        .toList())
                .reason(reason)
                .build();
    }

    static NagPackSuppression because(String rule, String reason) {
        return NagPackSuppression.builder().id(rule).reason(reason).build();
    }
}
