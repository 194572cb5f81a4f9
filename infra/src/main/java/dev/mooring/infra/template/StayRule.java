package dev.mooring.infra.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.infra.template.Template.Resource;
import java.util.stream.Stream;

/**
 * A host goes only when somebody wants it: the group does not balance zones, no instance has an end of its life, nothing
 * rebalances spot capacity, and a refresh neither ends nor waits for a host that somebody looks at.
 */
final class StayRule implements TemplateRule {
    private static final String REFRESH = "/UpdatePolicy/AutoScalingInstanceRefresh/Preferences/";

    @Override
    public Stream<String> violations(Template template) {
        return template.ofType("AWS::AutoScaling::AutoScalingGroup").flatMap(group -> check(template, group));
    }

    private static Stream<String> check(Template template, Resource group) {
        return Stream.of(
                        rebalances(template, group),
                        set(group, "MaxInstanceLifetime"),
                        set(group, "CapacityRebalance"),
                        isNot(template, group, "StandbyInstances", "Ignore"),
                        isNot(template, group, "ScaleInProtectedInstances", "Refresh"),
                        protectedFromDeletion(group))
                .flatMap(found -> found);
    }

    private static Stream<String> rebalances(Template template, Resource group) {
        boolean suspended = template.ofType("Custom::HostsStay")
                .map(Resource::properties)
                .anyMatch(properties -> properties.path("Process").asText().equals("AZRebalance")
                        && properties.path("Group").equals(group.properties().path("AutoScalingGroupName")));
        return suspended
                ? Stream.empty()
                : Stream.of(group.violation(
                        "AZRebalance", "", "is not suspended, so full hosts are ended", "to balance zones"));
    }

    private static Stream<String> set(Resource group, String property) {
        JsonNode value = group.properties().path(property);
        return value.isMissingNode() || value.asText().equals("false")
                ? Stream.empty()
                : Stream.of(group.violation(property, value.asText(), "ends hosts", "that nobody wants to end"));
    }

    private static Stream<String> isNot(Template template, Resource group, String preference, String wanted) {
        String value = template.root()
                .at("/Resources/" + group.id() + REFRESH + preference)
                .asText();
        return value.equals(wanted) ? Stream.empty() : Stream.of(group.violation(preference, value, "is not", wanted));
    }

    /** CloudFormation sets the size to zero and waits for hosts that never go. */
    private static Stream<String> protectedFromDeletion(Resource group) {
        return group.properties().path("NewInstancesProtectedFromScaleIn").asBoolean()
                ? Stream.of(group.violation(
                        "NewInstancesProtectedFromScaleIn", "true", "makes a stack that cannot be", "deleted"))
                : Stream.empty();
    }
}
