package dev.mooring.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.infra.template.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** An alarm is worth what its metric is: somebody must publish it, under these very dimensions, and silence must mean what it means. */
final class AlarmTest {
    private static final Set<String> GROUP = Set.of("AutoScalingGroupName");
    private static final Set<String> BALANCER = Set.of("LoadBalancer");

    /** Who publishes what, under which dimensions. */
    private static final Map<String, Set<String>> PUBLISHED = Map.of(
            // The agent, ConnectionMetric; HostContractTest holds the names together.
            "Mooring/ConnectionsPerHost", GROUP,
            "Mooring/Heartbeat", GROUP,
            // The host, publish-tracking.sh.
            "Mooring/ConntrackAllowanceExceeded", GROUP,
            // Auto Scaling, since the group's metrics are enabled.
            "AWS/AutoScaling/GroupInServiceInstances", GROUP,
            // The load balancer: CloudWatch metrics for your Network Load Balancer.
            "AWS/NetworkELB/PortAllocationErrorCount", BALANCER,
            "AWS/NetworkELB/TCP_ELB_Reset_Count", BALANCER,
            "AWS/NetworkELB/UnHealthyHostCount", Set.of("LoadBalancer", "TargetGroup"));

    /**
     * What silence means. A count that the load balancer leaves out is none. Agents that are silent leave the fill of a
     * host unknown, which is no reason to call it full; that they are silent is the heartbeat's alarm.
     */
    private static final Map<String, String> SILENCE = new TreeMap<>(Map.of(
            "NearlyFull", "missing",
            "MissingHeartbeat", "breaching",
            "TrackingAllowance", "notBreaching",
            "PortAllocation", "notBreaching",
            "UnhealthyHosts", "notBreaching",
            "Resets", "notBreaching"));

    @Test
    void watchWhatSomebodyPublishes() {
        for (Template template : List.of(Fleets.previousGeneration(), Fleets.currentGeneration(), Fleets.direct())) {
            template.ofType("AWS::CloudWatch::Alarm")
                    .forEach(alarm -> metrics(alarm.properties()).forEach(metric -> {
                        String name = metric.path("Namespace").asText() + "/"
                                + metric.path("MetricName").asText();
                        assertEquals(PUBLISHED.get(name), dimensions(metric), () -> alarm.id() + ": " + name);
                    }));
        }
    }

    @Test
    void knowWhatSilenceMeans() {
        Map<String, String> silence = new TreeMap<>();
        Fleets.currentGeneration()
                .ofType("AWS::CloudWatch::Alarm")
                .forEach(alarm -> silence.put(
                        alarm.id().replaceAll("[0-9A-F]{8}$", ""),
                        alarm.properties().path("TreatMissingData").asText()));

        assertEquals(SILENCE, silence);
    }

    @Test
    void countHostsThatTheGroupReports() {
        JsonNode collection = Fleets.only(Fleets.previousGeneration(), "AWS::AutoScaling::AutoScalingGroup")
                .path("MetricsCollection");

        assertTrue(collection.size() > 0, "no metrics of the group");
    }

    private static List<JsonNode> metrics(JsonNode alarm) {
        if (alarm.has("MetricName")) {
            return List.of(alarm);
        }
        List<JsonNode> metrics = new ArrayList<>();
        alarm.path("Metrics").forEach(each -> {
            if (each.has("MetricStat")) {
                metrics.add(each.at("/MetricStat/Metric"));
            }
        });
        return metrics;
    }

    private static Set<String> dimensions(JsonNode metric) {
        Set<String> names = new TreeSet<>();
        StreamSupport.stream(metric.path("Dimensions").spliterator(), false)
                .forEach(dimension -> names.add(dimension.path("Name").asText()));
        return names;
    }
}
