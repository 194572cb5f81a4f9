package dev.mooring.infra;

import static java.util.Map.entry;
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
    private static final Map<String, Set<String>> PUBLISHED = Map.ofEntries(
            // The agent, ConnectionMetric; HostContractTest holds the names together.
            entry("Mooring/ConnectionsPerHost", GROUP),
            entry("Mooring/Heartbeat", GROUP),
            entry("Mooring/FullHosts", GROUP),
            entry("Mooring/CertificateDays", GROUP),
            // The host, publish-tracking.sh.
            entry("Mooring/ConntrackAllowanceExceeded", GROUP),
            // Auto Scaling, since the group's metrics are enabled.
            entry("AWS/AutoScaling/GroupInServiceInstances", GROUP),
            entry("AWS/AutoScaling/GroupDesiredCapacity", GROUP),
            // The load balancer: CloudWatch metrics for your Network Load Balancer.
            entry("AWS/NetworkELB/PortAllocationErrorCount", BALANCER),
            entry("AWS/NetworkELB/TCP_ELB_Reset_Count", BALANCER),
            entry("AWS/NetworkELB/UnHealthyHostCount", Set.of("LoadBalancer", "TargetGroup")));

    /**
     * What silence means. A count that the load balancer leaves out is none. Agents that are silent leave the fill of a
     * host unknown, which is no reason to call it full; that they are silent is the heartbeat's alarm.
     */
    private static final Map<String, String> SILENCE = new TreeMap<>(Map.of(
            "NearlyFull", "missing",
            "SecondHost", "missing",
            "MissingHeartbeat", "breaching",
            "TrackingAllowance", "notBreaching",
            "PortAllocation", "notBreaching",
            "UnhealthyHosts", "notBreaching",
            "Resets", "notBreaching"));

    @Test
    void watchWhatSomebodyPublishes() {
        for (Template template :
                List.of(Fleets.previousGeneration(), Fleets.currentGeneration(), Fleets.direct(), Fleets.hostTls())) {
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

    /** Targets of a full host fail their checks on purpose, 16 for each. */
    @Test
    void tellsABrokenHostFromAFullOne() {
        assertEquals("unhealthy - 16 * FILL(full, 0)", expression(Fleets.previousGeneration(), "UnhealthyHosts"));
        assertEquals("unhealthy - 1 * FILL(full, 0)", expression(Fleets.currentGeneration(), "UnhealthyHosts"));
    }

    @Test
    void callsAFleetNearlyFullByItsMeanWhereAFullHostIsSentNobody() {
        assertEquals("Average", statistic(Fleets.previousGeneration()));
        assertEquals("Maximum", statistic(Fleets.direct()));
        assertEquals(
                "Average",
                statistic(Fleets.synthesis(Map.of("front", "direct", "move", "true"), Map.of())
                        .fleet()));
    }

    private static String statistic(Template template) {
        return alarm(template, "NearlyFull").path("Statistic").asText();
    }

    private static String expression(Template template, String name) {
        return StreamSupport.stream(alarm(template, name).path("Metrics").spliterator(), false)
                .map(each -> each.path("Expression").asText())
                .filter(each -> !each.isEmpty())
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode alarm(Template template, String name) {
        return template.ofType("AWS::CloudWatch::Alarm")
                .filter(alarm -> alarm.id().startsWith(name))
                .map(Template.Resource::properties)
                .findFirst()
                .orElseThrow();
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
