package dev.mooring.infra.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.capacity.Rotation;
import dev.mooring.infra.template.Template.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Health checks that a full host fails on purpose. Nobody whom it holds may be cut for that: neither at once, nor by the end of
 * the longest interval, nor by a group that replaces it; and no alarm may take it for broken. Hosts must answer on the port, and
 * be let: one that nobody can check is taken for failing for ever.
 *
 * <p>Sources: ELB, Network Load Balancers, "Target group health"; Amazon EC2 Auto Scaling, "Health checks for instances".
 */
final class RotationRule implements TemplateRule {
    private static final String TARGETS = "AWS::ElasticLoadBalancingV2::TargetGroup";
    private static final String TERMINATION = "target_health_state.unhealthy.connection_termination.enabled";
    private static final String INTERVAL = "target_health_state.unhealthy.draining_interval_seconds";
    private static final String ON_CLIENT_PORTS = "traffic-port";

    @Override
    public Stream<String> violations(Template template) {
        return template.ofType(TARGETS)
                .flatMap(targets -> Stream.of(
                                attribute(targets, TERMINATION, "false", "so that a full host loses nobody"),
                                attribute(
                                        targets,
                                        INTERVAL,
                                        Long.toString(Rotation.DRAINING_INTERVAL.toSeconds()),
                                        "the longest: at its end all connections are cut"),
                                port(template, targets),
                                replacement(template),
                                alarms(template))
                        .flatMap(List::stream));
    }

    private static List<String> attribute(Resource targets, String key, String expected, String because) {
        List<String> values =
                AttributeRule.value(targets, "TargetGroupAttributes", key).toList();
        return values.equals(List.of(expected))
                ? List.of()
                : List.of(targets.violation(key, String.join(",", values), "is not", expected + ", " + because));
    }

    private static List<String> port(Template template, Resource targets) {
        String port = targets.properties().path("HealthCheckPort").asText(ON_CLIENT_PORTS);
        if (port.equals(ON_CLIENT_PORTS)) {
            return List.of(targets.violation(
                    "HealthCheckPort",
                    port,
                    "is not",
                    "a port of its own, on which a full host can fail and still admit"));
        }
        List<String> violations = new ArrayList<>();
        if (!admitted(template, "AWS::EC2::SecurityGroupIngress", port)
                || !admitted(template, "AWS::EC2::SecurityGroupEgress", port)) {
            violations.add(targets.violation("HealthCheckPort", port, "is not let through by", "a security group"));
        }
        boolean answered = template.ofType("AWS::EC2::LaunchTemplate")
                .anyMatch(launch -> launch.properties().toString().contains("health=0.0.0.0:" + port + "\\n"));
        if (!answered) {
            violations.add(
                    targets.violation("HealthCheckPort", port, "is answered by", "no host of the launch template"));
        }
        return violations;
    }

    private static boolean admitted(Template template, String type, String port) {
        return template.ofType(type)
                .map(Resource::properties)
                .anyMatch(rule -> rule.path("FromPort").asText().equals(port)
                        && rule.path("ToPort").asText().equals(port));
    }

    private static List<String> replacement(Template template) {
        return template.ofType("AWS::AutoScaling::AutoScalingGroup")
                .filter(group -> elastic(group.properties()))
                .map(group -> group.violation(
                        "HealthCheckType", "ELB", "is not", "EC2: the group would replace a host because it is full"))
                .toList();
    }

    private static boolean elastic(JsonNode group) {
        return group.path("HealthCheckType").asText().contains("ELB");
    }

    private static List<String> alarms(Template template) {
        return template.ofType("AWS::CloudWatch::Alarm")
                .filter(alarm -> alarm.properties().path("MetricName").asText().equals("UnHealthyHostCount"))
                .map(alarm -> alarm.violation(
                        "MetricName", "UnHealthyHostCount", "is watched without", "the hosts that are only full"))
                .toList();
    }
}
