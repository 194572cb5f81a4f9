package dev.mooring.hostagent.aws;

import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/**
 * The two metrics of a serving host: {@value #CONNECTIONS}, by which the fleet scales, and {@value #HEARTBEAT}, whose
 * absence means a dead agent or server. One call for both; CloudWatch bills the call and each metric of the group.
 */
public final class ConnectionMetric {
    public static final String CONNECTIONS = "ConnectionsPerHost";
    public static final String HEARTBEAT = "Heartbeat";

    private final CloudWatchClient client;
    private final String namespace;
    private final Dimension group;

    public ConnectionMetric(CloudWatchClient client, String namespace, String group) {
        this.client = client;
        this.namespace = namespace;
        this.group =
                Dimension.builder().name("AutoScalingGroupName").value(group).build();
    }

    /** For the time at which CloudWatch receives them. */
    public void publish(long connections) {
        client.putMetricData(request ->
                request.namespace(namespace).metricData(datum(CONNECTIONS, connections), datum(HEARTBEAT, 1)));
    }

    private MetricDatum datum(String name, long value) {
        return MetricDatum.builder()
                .metricName(name)
                .dimensions(group)
                .unit(StandardUnit.COUNT)
                .value((double) value)
                .build();
    }
}
