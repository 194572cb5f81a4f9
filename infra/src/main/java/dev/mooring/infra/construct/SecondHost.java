package dev.mooring.infra.construct;

import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.Growth;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.autoscaling.AdjustmentTier;
import software.amazon.awscdk.services.autoscaling.AdjustmentType;
import software.amazon.awscdk.services.autoscaling.AutoScalingGroup;
import software.amazon.awscdk.services.autoscaling.StepScalingAction;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.AutoScalingAction;
import software.constructs.Construct;

/**
 * The early start of the second host: what one host holds when it is joined stays where it is, and it is full first.
 *
 * <p>A step of its own and not a lower target of the fleet's policy, which would start a third host for a fleet of two that is
 * half empty. It only ever adds, and only while one host is wanted: a host that starts is no reason to start another.
 * Source: Amazon EC2 Auto Scaling user guide, "Step and simple scaling policies".
 */
final class SecondHost {
    private static final Duration WARM_UP = Duration.seconds(Growth.READY.toSeconds());

    private SecondHost() {}

    static void start(Construct scope, AutoScalingGroup group, CapacityPlan plan, FleetMetrics metrics) {
        StepScalingAction add = StepScalingAction.Builder.create(scope, "AddSecondHost")
                .autoScalingGroup(group)
                .adjustmentType(AdjustmentType.CHANGE_IN_CAPACITY)
                .estimatedInstanceWarmup(WARM_UP)
                .build();
        add.addAdjustment(AdjustmentTier.builder().adjustment(1).lowerBound(0).build());
        Alarm alarm = Alarm.Builder.create(scope, "SecondHost")
                .alarmDescription("Starts the second host before the only one is half full.")
                .metric(heldByOne(metrics))
                .threshold((long) (plan.maxConnections() * Growth.OF_ONE))
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .evaluationPeriods(1)
                .treatMissingData(TreatMissingData.MISSING)
                .build();
        alarm.addAlarmAction(new AutoScalingAction(add));
    }

    private static IMetric heldByOne(FleetMetrics metrics) {
        SortedMap<String, IMetric> used =
                new TreeMap<>(Map.of("connections", metrics.connections("Average"), "wanted", metrics.hostsWanted()));
        return MathExpression.Builder.create()
                .expression("IF(wanted < 2, connections, 0)")
                .usingMetrics(used)
                .label("connections of the only host")
                .period(Duration.minutes(1))
                .build();
    }
}
