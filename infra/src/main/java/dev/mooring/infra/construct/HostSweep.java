package dev.mooring.infra.construct;

import dev.mooring.capacity.input.Resource;
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
 * A program that takes away what a dead host left behind. Runs when an instance of the group has ended, and every fifteen
 * minutes in case that event was lost; well inside the free tier.
 *
 * @param prefix of the names of its resources
 * @param program in Python, a file beside this class
 * @param environment what it is told, beside the group
 * @param statements what it may do, beside writing its log
 */
record HostSweep(
        String prefix,
        String description,
        String program,
        Map<String, String> environment,
        List<PolicyStatement> statements) {

    void create(Construct scope, String group) {
        LogGroup log = LogGroup.Builder.create(scope, prefix + "SweepLog")
                .retention(RetentionDays.ONE_MONTH)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        Map<String, String> told = new TreeMap<>(environment);
        told.put("GROUP", group);
        Function function = Function.Builder.create(scope, prefix + "Sweep")
                .description(description)
                .runtime(Runtime.PYTHON_3_14)
                .handler("index.handler")
                .code(Code.fromInline(Resource.text(HostSweep.class, program)))
                .timeout(Duration.minutes(1))
                .environment(told)
                .role(role(scope, log))
                .logGroup(log)
                .build();
        Rule.Builder.create(scope, prefix + "HostEnded")
                .eventPattern(EventPattern.builder()
                        .source(List.of("aws.autoscaling"))
                        .detailType(List.of("EC2 Instance Terminate Successful", "EC2 Instance Terminate Unsuccessful"))
                        .detail(Map.of("AutoScalingGroupName", List.of(group)))
                        .build())
                .targets(List.of(new LambdaFunction(function)))
                .build();
        Rule.Builder.create(scope, prefix + "Sweeping")
                .schedule(Schedule.rate(Duration.minutes(15)))
                .targets(List.of(new LambdaFunction(function)))
                .build();
    }

    static PolicyStatement allow(String resource, String... actions) {
        return PolicyStatement.Builder.create()
                .actions(List.of(actions))
                .resources(List.of(resource))
                .build();
    }

    private Role role(Construct scope, LogGroup log) {
        Role role = Role.Builder.create(scope, prefix + "SweepRole")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .build();
        statements.forEach(role::addToPolicy);
        log.grantWrite(role);
        return role;
    }
}
