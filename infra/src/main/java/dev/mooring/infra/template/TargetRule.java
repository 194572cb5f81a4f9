package dev.mooring.infra.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.capacity.InstanceCatalog;
import dev.mooring.infra.template.Template.Resource;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * How hosts become targets: a group of type ip cannot be that of an Auto Scaling group, and the previous generation of
 * instances is taken by address only, without the client's.
 */
final class TargetRule implements TemplateRule {
    private static final String PRESERVE = "preserve_client_ip.enabled";

    @Override
    public Stream<String> violations(Template template) {
        return Stream.concat(attached(template), previousGeneration(template));
    }

    private static Stream<String> attached(Template template) {
        return template.ofType("AWS::AutoScaling::AutoScalingGroup")
                .flatMap(group -> list(group.properties().path("TargetGroupARNs"))
                        .flatMap(template::referred)
                        .filter(TargetRule::isByAddress)
                        .map(targets -> group.violation(
                                "TargetGroupARNs",
                                targets.id(),
                                "is a target group of type ip, which cannot be attached to",
                                "an Auto Scaling group")));
    }

    private static Stream<String> previousGeneration(Template template) {
        boolean previous = template.ofType("AWS::EC2::LaunchTemplate")
                .map(launch -> launch.properties()
                        .at("/LaunchTemplateData/InstanceType")
                        .asText())
                .filter(InstanceCatalog.names()::contains)
                .anyMatch(type -> !InstanceCatalog.find(type).registersByInstanceId());
        return previous
                ? template.ofType("AWS::ElasticLoadBalancingV2::TargetGroup").flatMap(TargetRule::checkPrevious)
                : Stream.empty();
    }

    private static Stream<String> checkPrevious(Resource targets) {
        if (!isByAddress(targets)) {
            String type = targets.properties().path("TargetType").asText();
            return Stream.of(targets.violation("TargetType", type, "is not", "ip, as previous generation types need"));
        }
        return AttributeRule.value(targets, "TargetGroupAttributes", PRESERVE)
                .filter(value -> !value.equals("false"))
                .map(value -> targets.violation(PRESERVE, value, "is not", "false, as previous generation types need"));
    }

    private static boolean isByAddress(Resource targets) {
        return targets.properties().path("TargetType").asText().equals("ip");
    }

    private static Stream<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
