package dev.mooring.hostagent.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/**
 * The metrics of a serving host: {@value #CONNECTIONS}, by which the fleet scales; {@value #HEARTBEAT}, whose absence means a
 * dead agent or server; behind a load balancer {@value #FULL}, by which an alarm tells a full host from a broken one; and, where
 * the server ends TLS, {@value #CERTIFICATE}, by which one tells that nobody has renewed its certificate. One call for all;
 * CloudWatch bills the call and each metric of the group.
 */
public final class ConnectionMetric {
    public static final String CONNECTIONS = "ConnectionsPerHost";
    public static final String HEARTBEAT = "Heartbeat";
    public static final String FULL = "FullHosts";
    public static final String CERTIFICATE = "CertificateDays";

    private final CloudWatchClient client;
    private final String namespace;
    private final Dimension group;

    public ConnectionMetric(CloudWatchClient client, String namespace, String group) {
        this.client = client;
        this.namespace = namespace;
        this.group =
                Dimension.builder().name("AutoScalingGroupName").value(group).build();
    }

    /**
     * For the time at which CloudWatch receives them.
     *
     * @param full whether the host asks its load balancer for no more clients; empty without one
     * @param certificateDays until the server's certificate expires; empty without TLS
     */
    public void publish(long connections, Optional<Boolean> full, OptionalLong certificateDays) {
        List<MetricDatum> data = new ArrayList<>(List.of(datum(CONNECTIONS, connections), datum(HEARTBEAT, 1)));
        full.ifPresent(away -> data.add(datum(FULL, away ? 1 : 0)));
        certificateDays.ifPresent(days -> data.add(datum(CERTIFICATE, days)));
        client.putMetricData(request -> request.namespace(namespace).metricData(data));
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
