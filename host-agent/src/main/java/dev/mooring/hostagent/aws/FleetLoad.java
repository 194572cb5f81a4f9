package dev.mooring.hostagent.aws;

import dev.mooring.capacity.Balance;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/**
 * What the hosts of the group hold on average, from what their agents published within the last minutes. Each publishes once
 * a minute, so the number of samples is that of the hosts.
 *
 * <p>CloudWatch needs up to two minutes until a datum can be read, so the last minutes may lack hosts: the one with the most
 * counts. Source: CloudWatch API, GetMetricStatistics; CloudWatch user guide, "Publish custom metrics".
 */
public final class FleetLoad {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final CloudWatchClient client;
    private final String namespace;
    private final Dimension group;

    public FleetLoad(CloudWatchClient client, String namespace, String group) {
        this.client = client;
        this.namespace = namespace;
        this.group =
                Dimension.builder().name("AutoScalingGroupName").value(group).build();
    }

    /** Empty when nobody published. One call. */
    public Optional<Balance.Told> read(Instant now) {
        Instant end = now.truncatedTo(ChronoUnit.MINUTES);
        return Balance.Told.mostComplete(client
                .getMetricStatistics(request -> request.namespace(namespace)
                        .metricName(ConnectionMetric.CONNECTIONS)
                        .dimensions(group)
                        .startTime(end.minus(Balance.Told.OLDEST))
                        .endTime(end)
                        .period((int) MINUTE.toSeconds())
                        .statistics(Statistic.AVERAGE, Statistic.SAMPLE_COUNT))
                .datapoints()
                .stream()
                .map(point -> new Balance.Told(
                        point.timestamp(), new Balance.Fleet(Math.round(point.sampleCount()), point.average()))));
    }
}
