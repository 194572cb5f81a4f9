package dev.mooring.infra.construct;

import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;

/** The metrics of the load balancer that this fleet watches. */
record BalancerMetrics(ConnectionBalancer balancer) {
    private static final Duration PERIOD = Duration.minutes(1);

    /** Connections that failed because a target had no source port left. */
    Metric portAllocationErrors() {
        return metric("PortAllocationErrorCount", "Sum");
    }

    /** Connections that the load balancer itself reset, as after an idle timeout. */
    Metric resets() {
        return metric("TCP_ELB_Reset_Count", "Sum");
    }

    Metric activeFlows() {
        return metric("ActiveFlowCount", "Average");
    }

    Metric newFlows() {
        return metric("NewFlowCount", "Sum");
    }

    Metric unhealthyTargets() {
        return balancer.targets().getMetrics().unHealthyHostCount(options("Maximum"));
    }

    private Metric metric(String name, String statistic) {
        return balancer.balancer().getMetrics().custom(name, options(statistic));
    }

    private static MetricOptions options(String statistic) {
        return MetricOptions.builder().statistic(statistic).period(PERIOD).build();
    }
}
