package dev.mooring.infra.construct;

import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.HostSecrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/**
 * The alarms of a fleet, all on one topic. They know the group by its name, so that its update policy can refer to them.
 *
 * @param topic where alarms and scaling events go; people subscribe to it
 * @param rollback alarms that take a release back
 */
public record FleetAlarms(Topic topic, FleetMetrics metrics, List<Alarm> rollback) {
    private static final double NEARLY_FULL = 0.9;

    /** Resets of one connection in a hundred within a minute are no chance. */
    private static final long CONNECTIONS_PER_RESET = 100;

    public static FleetAlarms create(
            Construct scope, CapacityPlan plan, String group, Optional<ConnectionBalancer> balancer) {
        Topic topic = topic(scope);
        FleetMetrics metrics = new FleetMetrics(group);
        Alarms alarms = new Alarms(scope, new SnsAction(topic));
        alarms.add(
                "NearlyFull",
                spreads(plan)
                        ? "The hosts hold more than 90 % of the connections they admit: raise max-hosts or connections."
                        : "A host holds more than 90 % of the connections it admits: raise max-hosts or connections.",
                metrics.connections(spreads(plan) ? "Average" : "Maximum"),
                (long) (plan.maxConnections() * NEARLY_FULL),
                1,
                TreatMissingData.MISSING);
        alarms.add(
                "MissingHeartbeat",
                "A host in service gives no sign of life: look at its agent and its server.",
                missingHeartbeats(metrics),
                0,
                5,
                TreatMissingData.BREACHING);
        if (plan.spec().instance().trackingTimeoutConfigurable()) {
            alarms.add(
                    "TrackingAllowance",
                    "A host's interface dropped packets for want of connection tracking: use more or larger hosts.",
                    metrics.untracked(),
                    0,
                    1,
                    TreatMissingData.NOT_BREACHING);
        }
        if (plan.fleet().spare() > 0) {
            alarms.add(
                    "SpareUsed",
                    "The hosts hold more than they would without "
                            + plan.spec().fleet().spare().described()
                            + ": raise total, so that as much is spare again.",
                    beyondSpare(metrics, plan),
                    0,
                    5,
                    TreatMissingData.MISSING);
        }
        if (plan.spec().ingress().endsOnHost()) {
            alarms.addBelow(
                    "CertificateExpires",
                    "A host's certificate ends within " + HostSecrets.RENEWED_WITHIN.toDays()
                            + " days: put a new one into certificate-secret; hosts read it within the hour.",
                    metrics.certificateDays(),
                    HostSecrets.RENEWED_WITHIN.toDays());
        }
        List<Alarm> rollback = new ArrayList<>();
        balancer.map(BalancerMetrics::new)
                .ifPresent(front -> rollback.addAll(balancerAlarms(alarms, metrics, front, plan)));
        return new FleetAlarms(topic, metrics, List.copyOf(rollback));
    }

    /**
     * A policy of its own replaces the one that lets CloudWatch publish, and without that no alarm reaches anybody. Scaling
     * notices need nothing here: Auto Scaling's own role may publish to every topic of the account, and a policy that names
     * that role is refused where it does not exist yet.
     */
    private static Topic topic(Construct scope) {
        Topic topic = Topic.Builder.create(scope, "Events").enforceSsl(true).build();
        topic.addToResourcePolicy(PolicyStatement.Builder.create()
                .sid("Alarms")
                .principals(List.of(new ServicePrincipal("cloudwatch.amazonaws.com")))
                .actions(List.of("sns:Publish"))
                .resources(List.of(topic.getTopicArn()))
                .conditions(Map.of(
                        "StringEquals",
                        Map.of("aws:SourceAccount", Stack.of(scope).getAccount())))
                .build());
        return topic;
    }

    private static List<Alarm> balancerAlarms(
            Alarms alarms, FleetMetrics metrics, BalancerMetrics front, CapacityPlan plan) {
        return List.of(
                alarms.add(
                        "PortAllocation",
                        "The load balancer had no source port for a host: more ports or more hosts.",
                        front.portAllocationErrors(),
                        0,
                        1,
                        TreatMissingData.NOT_BREACHING),
                alarms.add(
                        "UnhealthyHosts",
                        "A host that is not full does not answer the load balancer's health checks.",
                        broken(metrics, front, plan),
                        0,
                        3,
                        TreatMissingData.NOT_BREACHING),
                alarms.add(
                        "Resets",
                        "The load balancer resets many connections: they were idle for too long, or lost their host.",
                        front.resets(),
                        Math.max(1, plan.maxConnections() / CONNECTIONS_PER_RESET),
                        1,
                        TreatMissingData.NOT_BREACHING));
    }

    /** Whether a host that is full is none that refuses: others are sent the clients, or it sends its own to them. */
    private static boolean spreads(CapacityPlan plan) {
        return plan.leavesRotation() || plan.spec().fleet().move();
    }

    /** Targets that fail their checks and belong to no host that is full. */
    private static IMetric broken(FleetMetrics metrics, BalancerMetrics front, CapacityPlan plan) {
        SortedMap<String, IMetric> used =
                new TreeMap<>(Map.of("unhealthy", front.unhealthyTargets(), "full", metrics.fullHosts()));
        return MathExpression.Builder.create()
                .expression("unhealthy - " + plan.host().ports().targets() + " * FILL(full, 0)")
                .usingMetrics(used)
                .label("unhealthy targets of hosts that are not full")
                .period(Duration.minutes(1))
                .build();
    }

    private static IMetric missingHeartbeats(FleetMetrics metrics) {
        // In this order in the template: a map of its own order would make another text in each process.
        SortedMap<String, IMetric> used =
                new TreeMap<>(Map.of("hosts", metrics.hostsInService(), "heartbeats", metrics.heartbeats()));
        return MathExpression.Builder.create()
                .expression("hosts - FILL(heartbeats, 0)")
                .usingMetrics(used)
                .label("hosts without a heartbeat")
                .period(Duration.minutes(1))
                .build();
    }

    /** How many connections would find no host if the spare ones went now. */
    private static IMetric beyondSpare(FleetMetrics metrics, CapacityPlan plan) {
        SortedMap<String, IMetric> used =
                new TreeMap<>(Map.of("hosts", metrics.hostsInService(), "connections", metrics.connections("Average")));
        String lost = plan.spec().fleet().spare().zone()
                ? "CEIL(hosts / " + plan.fleet().zones() + ")"
                : Long.toString(plan.fleet().spare());
        return MathExpression.Builder.create()
                .expression("connections * hosts - " + plan.maxConnections() + " * (hosts - " + lost + ")")
                .usingMetrics(used)
                .label("connections beyond what the spare hosts leave")
                .period(Duration.minutes(1))
                .build();
    }

    private record Alarms(Construct scope, SnsAction action) {
        Alarm add(
                String id, String description, IMetric metric, long threshold, int minutes, TreatMissingData missing) {
            return add(id, description, metric, ComparisonOperator.GREATER_THAN_THRESHOLD, threshold, minutes, missing);
        }

        void addBelow(String id, String description, IMetric metric, long threshold) {
            add(
                    id,
                    description,
                    metric,
                    ComparisonOperator.LESS_THAN_THRESHOLD,
                    threshold,
                    1,
                    TreatMissingData.MISSING);
        }

        private Alarm add(
                String id,
                String description,
                IMetric metric,
                ComparisonOperator comparison,
                long threshold,
                int minutes,
                TreatMissingData missing) {
            Alarm alarm = Alarm.Builder.create(scope, id)
                    .alarmDescription(description)
                    .metric(metric)
                    .threshold(threshold)
                    .comparisonOperator(comparison)
                    .evaluationPeriods(minutes)
                    .datapointsToAlarm(minutes)
                    .treatMissingData(missing)
                    .build();
            alarm.addAlarmAction(action);
            return alarm;
        }
    }
}
