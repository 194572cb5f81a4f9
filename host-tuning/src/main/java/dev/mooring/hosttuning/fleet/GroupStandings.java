package dev.mooring.hosttuning.fleet;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingInstanceDetails;

/** What Auto Scaling says of instances: one call for each 50 of them. Thread-safe. */
final class GroupStandings implements AutoCloseable {
    /** As many as one call may name: API reference, DescribeAutoScalingInstances. */
    private static final int MAX_IDS = 50;

    private final AutoScalingClient client;

    GroupStandings(AutoScalingClient client) {
        this.client = client;
    }

    /** Where their groups have them. One that carries a group's tag and is in none has been detached. */
    Map<String, Standing> of(List<String> instances) throws FleetUnavailableException {
        Map<String, Standing> standings = new HashMap<>();
        for (int from = 0; from < instances.size(); from += MAX_IDS) {
            List<String> asked = instances.subList(from, Math.min(instances.size(), from + MAX_IDS));
            asked.forEach(id -> standings.put(id, Standing.DETACHED));
            try {
                for (AutoScalingInstanceDetails each : client.describeAutoScalingInstances(
                                request -> request.instanceIds(asked))
                        .autoScalingInstances()) {
                    standings.put(each.instanceId(), Standing.of(each.lifecycleState()));
                }
            } catch (SdkException failure) {
                throw Ec2Failure.ofAutoScaling("DescribeAutoScalingInstances", failure);
            }
        }
        return standings;
    }

    @Override
    public void close() {
        client.close();
    }
}
