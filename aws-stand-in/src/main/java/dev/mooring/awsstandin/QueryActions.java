package dev.mooring.awsstandin;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The actions of the four services, each with its effect and the inside of its answer. */
final class QueryActions {
    private static final Map<String, String> SERVICES = Map.of(
            "RegisterTargets", "elasticloadbalancing",
            "DeregisterTargets", "elasticloadbalancing",
            "DescribeTargetHealth", "elasticloadbalancing",
            "ModifyListenerAttributes", "elasticloadbalancing",
            "DescribeAutoScalingInstances", "autoscaling",
            "CompleteLifecycleAction", "autoscaling",
            "RecordLifecycleActionHeartbeat", "autoscaling",
            "AttachLoadBalancerTargetGroups", "autoscaling",
            "PutMetricData", "cloudwatch");

    private final NetworkLoadBalancer loadBalancer;
    private final Listeners listeners;
    private final AutoScalingGroup group;
    private final Metrics metrics;
    private final WaitingStack stack;
    private final Alarms alarms;
    private final Refreshes refreshes;

    QueryActions(
            NetworkLoadBalancer loadBalancer,
            Listeners listeners,
            AutoScalingGroup group,
            Metrics metrics,
            WaitingStack stack,
            Alarms alarms,
            Refreshes refreshes) {
        this.loadBalancer = loadBalancer;
        this.listeners = listeners;
        this.group = group;
        this.metrics = metrics;
        this.stack = stack;
        this.alarms = alarms;
        this.refreshes = refreshes;
    }

    static String service(String action) {
        return switch (action) {
            case "GetMetricStatistics", "PutMetricAlarm", "DescribeAlarms" -> "cloudwatch";
            case "StartInstanceRefresh",
                    "DescribeInstanceRefreshes",
                    "CancelInstanceRefresh",
                    "RollbackInstanceRefresh" -> "autoscaling";
            case "SignalResource" -> "cloudformation";
            default -> SERVICES.getOrDefault(action, "unknown");
        };
    }

    String result(String action, QueryForm form) {
        String targetGroup = form.text("TargetGroupArn");
        return switch (action) {
            case "RegisterTargets" -> done(() -> loadBalancer.register(targetGroup, targets(form)));
            case "DeregisterTargets" -> done(() -> loadBalancer.deregister(targetGroup, targets(form)));
            case "DescribeTargetHealth" -> health(targetGroup, targets(form));
            case "ModifyListenerAttributes" -> modifyListener(form);
            case "DescribeAutoScalingInstances" -> instances(form);
            case "CompleteLifecycleAction" ->
                done(() -> group.complete(
                        form.text("AutoScalingGroupName"),
                        form.text("LifecycleHookName"),
                        form.text("InstanceId"),
                        form.text("LifecycleActionResult")));
            case "RecordLifecycleActionHeartbeat" ->
                done(() -> group.heartbeat(
                        form.text("AutoScalingGroupName"), form.text("LifecycleHookName"), form.text("InstanceId")));
            case "AttachLoadBalancerTargetGroups" ->
                done(() -> form.members("TargetGroupARNs")
                        .forEach(member -> group.attach(loadBalancer.group(member.text("")))));
            case "PutMetricData" -> done(() -> metrics.put(form));
            case "GetMetricStatistics" -> metrics.statistics(form);
            case "PutMetricAlarm" -> done(() -> alarms.put(form));
            case "DescribeAlarms" -> alarms.describe(form);
            case "StartInstanceRefresh" -> refreshes.start(form);
            case "DescribeInstanceRefreshes" -> refreshes.describe(form);
            case "CancelInstanceRefresh" -> refreshes.cancel(form);
            case "RollbackInstanceRefresh" -> refreshes.rollBack(form);
            case "SignalResource" ->
                done(() -> stack.signal(form.text("LogicalResourceId"), form.text("UniqueId"), form.text("Status")));
            default -> throw new AwsRefusal("InvalidAction", "The action " + action + " is not valid");
        };
    }

    private String health(String targetGroup, List<Target> asked) {
        List<TargetHealth> health = asked.isEmpty()
                ? loadBalancer.health(targetGroup)
                : asked.stream()
                        .map(target -> loadBalancer.health(targetGroup, target))
                        .toList();
        return "<TargetHealthDescriptions>"
                + health.stream().map(QueryActions::member).collect(Collectors.joining())
                + "</TargetHealthDescriptions>";
    }

    private String modifyListener(QueryForm form) {
        Map<String, String> asked = form.members("Attributes").stream()
                .collect(Collectors.toMap(member -> member.text("Key"), member -> member.text("Value")));
        return listeners.modify(form.text("ListenerArn"), asked).entrySet().stream()
                .map(attribute -> "<member><Key>" + attribute.getKey() + "</Key><Value>" + attribute.getValue()
                        + "</Value></member>")
                .collect(Collectors.joining("", "<Attributes>", "</Attributes>"));
    }

    private String instances(QueryForm form) {
        return form.members("InstanceIds").stream()
                .filter(member -> group.has(member.text("")))
                .map(member -> "<member>" + group.describe() + "</member>")
                .collect(Collectors.joining("", "<AutoScalingInstances>", "</AutoScalingInstances>"));
    }

    private static List<Target> targets(QueryForm form) {
        return form.members("Targets").stream()
                .map(member -> new Target(member.text("Id"), Integer.parseInt(member.text("Port"))))
                .toList();
    }

    private static String member(TargetHealth health) {
        String reason = health.reason().isEmpty() ? "" : "<Reason>" + health.reason() + "</Reason>";
        return "<member><Target><Id>" + health.target().id() + "</Id><Port>"
                + health.target().port() + "</Port></Target><TargetHealth><State>" + health.state() + "</State>"
                + reason + "</TargetHealth></member>";
    }

    private static String done(Runnable effect) {
        effect.run();
        return "";
    }
}
