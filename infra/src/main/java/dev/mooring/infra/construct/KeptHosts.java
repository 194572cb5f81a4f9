package dev.mooring.infra.construct;

import dev.mooring.capacity.input.Resource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.CustomResource;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.autoscaling.AutoScalingGroup;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/**
 * Suspends the rebalancing of availability zones, by which a group ends full hosts for symmetry. CloudFormation cannot, so a
 * program does, once; its cost is none.
 *
 * <p>Not by scale-in protection: a stack with protected hosts cannot be deleted, since CloudFormation sets the size to zero and
 * waits (aws/aws-cdk, issue 18179; buildkite/elastic-ci-stack-for-aws, issue 927), and nobody could shrink it.
 */
final class KeptHosts {
    /** The process that ends hosts in one zone and starts others elsewhere; user guide, "Suspend and resume processes". */
    private static final String REBALANCE = "AZRebalance";

    private KeptHosts() {}

    static void create(Construct scope, AutoScalingGroup group, String groupArn, String groupName) {
        LogGroup log = LogGroup.Builder.create(scope, "KeepHostsLog")
                .retention(RetentionDays.ONE_MONTH)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        Role role = Role.Builder.create(scope, "KeepHostsRole")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .build();
        role.addToPolicy(HostSweep.allow(groupArn, "autoscaling:SuspendProcesses"));
        log.grantWrite(role);
        Function function = Function.Builder.create(scope, "KeepHosts")
                .description("Has the group leave its hosts where they are")
                .runtime(Runtime.PYTHON_3_14)
                .handler("index.handler")
                .code(Code.fromInline(Resource.text(KeptHosts.class, "keep_hosts.py")))
                .timeout(Duration.minutes(1))
                .role(role)
                .logGroup(log)
                .build();
        CustomResource kept = CustomResource.Builder.create(scope, "HostsStay")
                .serviceToken(function.getFunctionArn())
                .resourceType("Custom::HostsStay")
                .serviceTimeout(Duration.minutes(5))
                .properties(new TreeMap<>(Map.of("Group", groupName, "Process", REBALANCE)))
                .build();
        kept.getNode().addDependency(role);
        // All of it comes after the group, as what it works on: nothing is made beside the endpoint, which comes
        // before.
        List.of(log, role, function, kept).forEach(part -> part.getNode().addDependency(group));
    }
}
