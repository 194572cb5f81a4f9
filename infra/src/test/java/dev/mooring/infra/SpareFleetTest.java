package dev.mooring.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.Monitoring;
import dev.mooring.infra.template.Template;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Spare hosts in the template, and the plan's bill against what the template makes CloudWatch bill. */
final class SpareFleetTest {
    private static final Map<String, String> ONE = Map.of("total", "1200000", "spare", "1");

    @Test
    void startsTheSpareHostsToo() {
        JsonNode group = Fleets.only(fleet(ONE), "AWS::AutoScaling::AutoScalingGroup");
        assertEquals("3", group.path("MinSize").asText());
        assertEquals("6", group.path("MaxSize").asText());
    }

    @Test
    void growsBeforeTheSpareHostsAreUsed() {
        JsonNode tracking =
                Fleets.only(fleet(ONE), "AWS::AutoScaling::ScalingPolicy").path("TargetTrackingConfiguration");
        // Two of three hosts hold everybody: 80 % of two thirds of the cap.
        assertEquals(320_000, tracking.path("TargetValue").asInt());
    }

    @Test
    void warnsWhenAHostIsNoLongerSpare() {
        assertEquals("connections * hosts - 600000 * (hosts - 1)", expression(fleet(ONE)));
    }

    @Test
    void warnsWhenAZoneIsNoLongerSpare() {
        assertEquals(
                "connections * hosts - 600000 * (hosts - CEIL(hosts / 2))", expression(fleet(Map.of("spare", "zone"))));
    }

    @Test
    void warnsOfNothingThatNobodyAskedFor() {
        assertEquals(0, spareAlarms(Fleets.previousGeneration()).size());
    }

    @Test
    void billsWhatTheTemplateHasWatched() {
        for (Map<String, String> mooring : List.of(
                Map.<String, String>of(),
                Map.of("instance-type", "m7g.xlarge"),
                Map.of("front", "direct"),
                Map.of("front", "direct", "instance-type", "m7g.xlarge", "spare", "zone"),
                ONE)) {
            Template template = fleet(mooring);
            CapacityPlan plan = DeploymentPlan.of(mooring, Map.of()).plan();
            Monitoring billed = Monitoring.of(plan.spec(), plan.fleet());
            // A scaling policy makes two alarms of one metric each, which no template names.
            long policies = template.ofType("AWS::AutoScaling::ScalingPolicy")
                    .filter(policy -> policy.properties().has("TargetTrackingConfiguration"))
                    .count();
            assertEquals(alarmMetrics(template) + 2 * policies, billed.alarmMetrics(), mooring::toString);
            assertEquals(1, template.ofType("AWS::CloudWatch::Dashboard").count(), mooring::toString);
            int metrics = 2
                    + (plan.spec().instance().trackingTimeoutConfigurable() ? 1 : 0)
                    + (plan.leavesRotation() ? 1 : 0);
            assertEquals(metrics, billed.metrics(), mooring::toString);
        }
    }

    private static long alarmMetrics(Template template) {
        return template.ofType("AWS::CloudWatch::Alarm")
                .mapToLong(alarm -> alarm.properties().has("MetricName")
                        ? 1
                        : StreamSupport.stream(
                                        alarm.properties().path("Metrics").spliterator(), false)
                                .filter(each -> each.has("MetricStat"))
                                .count())
                .sum();
    }

    private static String expression(Template template) {
        List<JsonNode> alarms = spareAlarms(template);
        assertEquals(1, alarms.size());
        JsonNode alarm = alarms.getFirst();
        assertEquals("GreaterThanThreshold", alarm.path("ComparisonOperator").asText());
        assertEquals(0, alarm.path("Threshold").asInt());
        assertTrue(!alarm.path("AlarmActions").isEmpty());
        return StreamSupport.stream(alarm.path("Metrics").spliterator(), false)
                .map(each -> each.path("Expression").asText())
                .filter(each -> !each.isEmpty())
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonNode> spareAlarms(Template template) {
        return template.ofType("AWS::CloudWatch::Alarm")
                .filter(alarm -> alarm.id().startsWith("SpareUsed"))
                .map(Template.Resource::properties)
                .toList();
    }

    private static Template fleet(Map<String, String> mooring) {
        return Fleets.synthesis(mooring, Map.of()).fleet();
    }
}
