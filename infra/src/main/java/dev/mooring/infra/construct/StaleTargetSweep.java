package dev.mooring.infra.construct;

import dev.mooring.infra.Resource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.events.EventPattern;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.Schedule;
import software.amazon.awscdk.services.events.targets.LambdaFunction;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/**
 * The backstop for hosts that die without deregistering their addresses, which another host may get next. Runs when an
 * instance of the group has ended, and every fifteen minutes in case that event was lost; well inside the free tier.
 */
public final class StaleTargetSweep {
    private static final String PROGRAM = "deregister_stale_targets.py";

    private StaleTargetSweep() {}

    public static void create(Construct scope, String group, String targetGroup) {
        LogGroup log = LogGroup.Builder.create(scope, "SweepLog")
                .retention(RetentionDays.ONE_MONTH)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        Function function = Function.Builder.create(scope, "Sweep")
                .description("Deregisters the addresses of hosts that died")
                .runtime(Runtime.PYTHON_3_14)
                .handler("index.handler")
                .code(Code.fromInline(Resource.text(StaleTargetSweep.class, PROGRAM)))
                .timeout(Duration.minutes(1))
                .environment(new TreeMap<>(Map.of("GROUP", group, "TARGET_GROUP", targetGroup)))
                .role(role(scope, targetGroup, log))
                .logGroup(log)
                .build();
        Rule.Builder.create(scope, "HostEnded")
                .eventPattern(EventPattern.builder()
                        .source(List.of("aws.autoscaling"))
                        .detailType(List.of("EC2 Instance Terminate Successful", "EC2 Instance Terminate Unsuccessful"))
                        .detail(Map.of("AutoScalingGroupName", List.of(group)))
                        .build())
                .targets(List.of(new LambdaFunction(function)))
                .build();
        Rule.Builder.create(scope, "Sweeping")
                .schedule(Schedule.rate(Duration.minutes(15)))
                .targets(List.of(new LambdaFunction(function)))
                .build();
    }

    private static Role role(Construct scope, String targetGroup, LogGroup log) {
        Role role = Role.Builder.create(scope, "SweepRole")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .build();
        role.addToPolicy(allow(targetGroup, "elasticloadbalancing:DeregisterTargets"));
        role.addToPolicy(allow("*", "elasticloadbalancing:DescribeTargetHealth", "ec2:DescribeInstances"));
        log.grantWrite(role);
        return role;
    }

    private static PolicyStatement allow(String resource, String... actions) {
        return PolicyStatement.Builder.create()
                .actions(List.of(actions))
                .resources(List.of(resource))
                .build();
    }
}
