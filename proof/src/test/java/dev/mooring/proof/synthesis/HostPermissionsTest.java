package dev.mooring.proof.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.hostagent.aws.RequiredPermission;
import dev.mooring.hostagent.aws.RequiredPermission.Scope;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The role of a host in the synthesized template against what the agent, which runs on it, asks of AWS. */
class HostPermissionsTest {
    private static final String NAMESPACE = "{\"StringEquals\":{\"cloudwatch:namespace\":\"Mooring\"}}";

    /** Not the agent but the installation of the host fetches its bundles. */
    private static final String FETCHES_BUNDLES = "s3:GetObject";

    /** Only a fleet that moves connections is allowed it: FleetStackTest. */
    private static final String READS_THE_MEAN = RequiredPermission.GET_METRIC_STATISTICS.action();

    private final JsonNode template = Synthesis.shared().template();

    @Test
    void allowsWhatTheAgentNeedsWithinItsScopeAndNothingElse() {
        Map<String, String> required = Stream.of(RequiredPermission.values())
                // Asked by a fleet without a load balancer, and by one with secrets: IamSimulationTest.
                .filter(permission -> permission.scope() != Scope.NAME && permission.scope() != Scope.SECRET)
                .collect(Collectors.toMap(
                        RequiredPermission::action,
                        permission -> permission.scope().name(),
                        (one, other) -> one,
                        TreeMap::new));
        Map<String, String> allowed = allowed();

        assertEquals("objects", allowed.remove(FETCHES_BUNDLES));
        assertEquals(Scope.ANY.name(), required.remove(READS_THE_MEAN));
        assertEquals(required, allowed);
    }

    @Test
    void allowsNothingBesideItsOnePolicy() {
        JsonNode role = resource("AWS::IAM::Role", "HostRole");

        assertFalse(role.has("ManagedPolicyArns"), role.toString());
        assertFalse(role.has("Policies"), role.toString());
    }

    private Map<String, String> allowed() {
        Map<String, String> allowed = new TreeMap<>();
        resource("AWS::IAM::Policy", "HostRole").at("/PolicyDocument/Statement").forEach(statement -> {
            assertEquals("Allow", statement.path("Effect").asText());
            texts(statement.path("Action"))
                    .forEach(action -> allowed.merge(
                            action, scope(statement), (one, other) -> one.equals(other) ? one : one + " and " + other));
        });
        return allowed;
    }

    /** The name of a {@link Scope}, or what else the statement is limited to. */
    private String scope(JsonNode statement) {
        JsonNode resource = statement.path("Resource");
        String condition = statement.path("Condition").toString();
        if (resource.asText().equals("*")) {
            return condition.isEmpty()
                    ? Scope.ANY.name()
                    : condition.equals(NAMESPACE) ? Scope.METRIC_NAMESPACE.name() : condition;
        }
        if (template.at("/Resources/" + resource.path("Ref").asText() + "/Type")
                .asText()
                .equals("AWS::ElasticLoadBalancingV2::TargetGroup")) {
            return Scope.TARGET_GROUP.name();
        }
        String text = resource.toString();
        if (text.contains(":autoScalingGroup:*:autoScalingGroupName/Mooring-fleet\"")) {
            return Scope.AUTO_SCALING_GROUP.name();
        }
        if (text.equals("{\"Ref\":\"AWS::StackId\"}")) {
            return Scope.STACK.name();
        }
        // Of every release of this fleet, and of nothing else.
        return text.contains("\":s3:::\",{\"Fn::Sub\":\"cdk-") && text.endsWith(",\"/Mooring/*.gz\"]]}")
                ? "objects"
                : text;
    }

    private JsonNode resource(String type, String id) {
        return template.path("Resources").properties().stream()
                .filter(entry -> entry.getValue().path("Type").asText().equals(type)
                        && entry.getKey().startsWith(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type + " " + id))
                .getValue()
                .path("Properties");
    }

    private static Stream<String> texts(JsonNode textOrTexts) {
        return textOrTexts.isTextual()
                ? Stream.of(textOrTexts.asText())
                : StreamSupport.stream(textOrTexts.spliterator(), false).map(JsonNode::asText);
    }
}
