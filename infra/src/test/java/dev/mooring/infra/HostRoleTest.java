package dev.mooring.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.infra.template.Template;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

final class HostRoleTest {
    @Test
    void letsAHostChangeItsOwnTargetsAndHooksAndNothingElse() {
        Set<String> scoped = new TreeSet<>(Set.of(
                "autoscaling:CompleteLifecycleAction",
                "autoscaling:RecordLifecycleActionHeartbeat",
                "cloudformation:SignalResource",
                "elasticloadbalancing:DeregisterTargets",
                "elasticloadbalancing:RegisterTargets",
                "s3:GetObject"));

        assertEquals(scoped, actions(Fleets.previousGeneration(), false));
    }

    @Test
    void letsAHostReadStatesAndPublishMetricsOfOneNamespace() {
        assertEquals(
                Set.of(
                        "autoscaling:DescribeAutoScalingInstances",
                        "cloudwatch:PutMetricData",
                        "elasticloadbalancing:DescribeTargetHealth"),
                actions(Fleets.previousGeneration(), true));
        statements(Fleets.previousGeneration())
                .filter(statement -> statement.path("Action").asText().equals("cloudwatch:PutMetricData"))
                .forEach(statement -> assertEquals(
                        "{\"StringEquals\":{\"cloudwatch:namespace\":\"Mooring\"}}",
                        statement.path("Condition").toString()));
    }

    @Test
    void givesAHostNoTargetsWhereTheGroupRegistersIt() {
        assertEquals(
                Set.of("autoscaling:DescribeAutoScalingInstances", "cloudwatch:PutMetricData"),
                actions(Fleets.currentGeneration(), true));
    }

    private static Set<String> actions(Template template, boolean onEverything) {
        Set<String> actions = new TreeSet<>();
        statements(template)
                .filter(statement -> statement.path("Resource").asText().equals("*") == onEverything)
                .forEach(statement -> texts(statement.path("Action")).forEach(actions::add));
        return actions;
    }

    private static Stream<JsonNode> statements(Template template) {
        JsonNode policy = template.ofType("AWS::IAM::Policy")
                .filter(each -> each.id().startsWith("HostRole"))
                .findFirst()
                .orElseThrow()
                .properties();
        return StreamSupport.stream(policy.at("/PolicyDocument/Statement").spliterator(), false);
    }

    private static Stream<String> texts(JsonNode textOrTexts) {
        return textOrTexts.isTextual()
                ? Stream.of(textOrTexts.asText())
                : StreamSupport.stream(textOrTexts.spliterator(), false).map(JsonNode::asText);
    }
}
