package dev.mooring.infra.construct;

import dev.mooring.infra.Names;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Metric;

/**
 * The metrics of a fleet: those that agents publish, and those of its Auto Scaling group.
 *
 * @param group name of the Auto Scaling group
 */
public record FleetMetrics(String group) {
    private static final Duration PERIOD = Duration.minutes(1);

    /** Connections of a host, over all hosts as the statistic says. */
    public Metric connections(String statistic) {
        return metric(Names.METRIC_NAMESPACE, Names.CONNECTIONS_METRIC, statistic);
    }

    /** Agents that gave a sign of life. */
    Metric heartbeats() {
        return metric(Names.METRIC_NAMESPACE, Names.HEARTBEAT_METRIC, "Sum");
    }

    /** Hosts that have asked their load balancer for no more clients. */
    Metric fullHosts() {
        return metric(Names.METRIC_NAMESPACE, Names.FULL_METRIC, "Sum");
    }

    /** Hosts that the group is to have, those that start among them. */
    Metric hostsWanted() {
        return metric("AWS/AutoScaling", "GroupDesiredCapacity", "Average");
    }

    /** The largest count of packets that a host's interface dropped because it could not track a connection. */
    Metric untracked() {
        return metric(Names.METRIC_NAMESPACE, Names.TRACKING_METRIC, "Maximum");
    }

    /** For how many days the certificate of the host whose ends first is good. */
    Metric certificateDays() {
        return metric(Names.METRIC_NAMESPACE, Names.CERTIFICATE_METRIC, "Minimum");
    }

    Metric hostsInService() {
        return metric("AWS/AutoScaling", "GroupInServiceInstances", "Average");
    }

    Metric processor() {
        return metric("AWS/EC2", "CPUUtilization", "Maximum");
    }

    private Metric metric(String namespace, String name, String statistic) {
        return Metric.Builder.create()
                .namespace(namespace)
                .metricName(name)
                .dimensionsMap(Map.of(Names.GROUP_DIMENSION, group))
                .statistic(statistic)
                .period(PERIOD)
                .build();
    }
}
