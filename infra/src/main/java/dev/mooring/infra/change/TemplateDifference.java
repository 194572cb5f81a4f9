package dev.mooring.infra.change;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.infra.template.Template;
import dev.mooring.infra.template.Template.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What CloudFormation does to a deployed template that is given another one. Pure; milliseconds for two templates.
 *
 * <p>A resource that is replaced has another name, so each property that refers to it changes too, and may replace in
 * turn. A launch template that changes has another version, with which a group replaces its hosts.
 */
public final class TemplateDifference {
    private static final String GROUP = "AWS::AutoScaling::AutoScalingGroup";
    private static final String LISTENER = "AWS::ElasticLoadBalancingV2::Listener";

    private static final String TARGETS = "AWS::ElasticLoadBalancingV2::TargetGroup";

    /** What carries connections: gone or made anew, it takes them along. */
    private static final Map<String, String> CARRIERS = Map.of(
            GROUP,
            "all hosts go at once",
            LISTENER,
            "nobody listens for a while",
            "AWS::ElasticLoadBalancingV2::LoadBalancer",
            "clients lose it, and its address",
            TARGETS,
            "the listener points to an empty group until new hosts have joined it; deploy a second fleet and move clients",
            "AWS::EC2::VPC",
            "everything in it goes",
            "AWS::EC2::Subnet",
            "its hosts and the load balancer's addresses go",
            "AWS::EC2::InternetGateway",
            "there is no way in",
            "AWS::EC2::VPCGatewayAttachment",
            "there is no way in",
            "AWS::EC2::Route",
            "there is no way back to clients",
            "AWS::EC2::SubnetRouteTableAssociation",
            "there is no way back to clients");

    /** Clients of the former port or protocol get in no longer. */
    private static final Set<String> CUTTING_OF_LISTENER = Set.of("Port", "Protocol");

    /** Set at once, while the hosts that expect the header, or do not, are replaced one after the other. */
    private static final String PROXY_PROTOCOL = "proxy_protocol_v2.enabled";

    /** What an instance refresh answers with new hosts. */
    private static final Set<String> ROLLING_OF_GROUP =
            Set.of("LaunchTemplate", "MixedInstancesPolicy", "VPCZoneIdentifier");

    private final Replacements replacements;
    private final Map<String, Resource> before;
    private final Map<String, Resource> after;
    private final Map<String, Change> changes = new TreeMap<>();
    /** What refers to one of these changes, although its own text stays. */
    private final Set<String> renewed = new HashSet<>();

    private TemplateDifference(Template before, Template after) {
        replacements = Replacements.read();
        this.before = byId(before);
        this.after = byId(after);
        renewed.addAll(changedParameters(before, after));
    }

    /** The changes, the gravest first. What stays is not among them. */
    public static List<Change> of(Template before, Template after) {
        return new TemplateDifference(before, after).changes();
    }

    /** What all changes together do. */
    public static Effect effect(List<Change> changes) {
        return changes.stream().map(Change::effect).reduce(Effect.STAYS, Effect::or);
    }

    /** The types of a template of which nothing is known. */
    public static Set<String> unknown(Template template) {
        Replacements known = Replacements.read();
        return template.resources()
                .map(Resource::type)
                .filter(type -> type.startsWith("AWS::") && !type.startsWith("AWS::CDK"))
                .filter(type -> !known.knows(type))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<Change> changes() {
        int known;
        do {
            known = renewed.size();
            Stream.concat(before.keySet().stream(), after.keySet().stream())
                    .distinct()
                    .forEach(this::compare);
        } while (renewed.size() > known);
        return changes.values().stream()
                .sorted(Comparator.comparing(Change::effect).reversed().thenComparing(Change::id))
                .toList();
    }

    private void compare(String id) {
        Resource old = before.get(id);
        Resource now = after.get(id);
        if (old == null && now != null) {
            changes.put(id, new Change(id, now.type(), Effect.UPDATES, List.of(), "is new"));
        } else if (old != null && now == null) {
            changes.put(id, gone(old));
            renewed.add(id);
        } else if (old != null && now != null) {
            compare(old, now);
        }
    }

    private void compare(Resource old, Resource now) {
        List<String> properties = changedProperties(old, now);
        if (properties.isEmpty()) {
            return;
        }
        List<String> replacing = properties.stream()
                .filter(property -> replacements.replaces(now.type(), property))
                .toList();
        if (!replacing.isEmpty()) {
            renewed.add(now.id());
            String cut = CARRIERS.get(now.type());
            changes.put(
                    now.id(),
                    new Change(
                            now.id(),
                            now.type(),
                            cut == null ? Effect.REPLACES : Effect.CUTS,
                            properties,
                            "is replaced" + (cut == null ? "" : ": " + cut)));
        } else {
            changes.put(now.id(), updated(old, now, properties));
        }
    }

    private Change updated(Resource old, Resource now, List<String> properties) {
        if (now.type().equals("AWS::EC2::LaunchTemplate")) {
            renewed.add(now.id());
        }
        if (now.type().equals(GROUP) && properties.stream().anyMatch(ROLLING_OF_GROUP::contains)) {
            return new Change(now.id(), now.type(), Effect.ROLLS, properties, "replaces its hosts");
        }
        if (now.type().equals(LISTENER) && properties.stream().anyMatch(CUTTING_OF_LISTENER::contains)) {
            return new Change(now.id(), now.type(), Effect.CUTS, properties, "is at another address");
        }
        if (now.type().equals(TARGETS) && !attribute(old, PROXY_PROTOCOL).equals(attribute(now, PROXY_PROTOCOL))) {
            return new Change(
                    now.id(),
                    now.type(),
                    Effect.CUTS,
                    properties,
                    "sends what the hosts of before do not understand; deploy a second fleet and move clients");
        }
        return new Change(now.id(), now.type(), Effect.UPDATES, properties, "is updated in place");
    }

    /** The value of a target group's attribute; that of AWS where it is not set. */
    private static String attribute(Resource targets, String key) {
        return targets.properties()
                .path("TargetGroupAttributes")
                .valueStream()
                .filter(each -> each.path("Key").asText().equals(key))
                .map(each -> each.path("Value").asText())
                .findFirst()
                .orElse("false");
    }

    private static Change gone(Resource old) {
        String cut = CARRIERS.get(old.type());
        return new Change(
                old.id(),
                old.type(),
                cut == null ? Effect.UPDATES : Effect.CUTS,
                List.of(),
                "goes" + (cut == null ? "" : ": " + cut));
    }

    private List<String> changedProperties(Resource old, Resource now) {
        List<String> changed = new ArrayList<>();
        Set<String> names = new TreeSet<>();
        old.properties().fieldNames().forEachRemaining(names::add);
        now.properties().fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            JsonNode value = now.properties().path(name);
            if (!value.equals(old.properties().path(name)) || refersToRenewed(value)) {
                changed.add(name);
            }
        }
        return changed;
    }

    private boolean refersToRenewed(JsonNode value) {
        if (renewed.contains(value.path("Ref").asText())
                || renewed.contains(value.path("Fn::GetAtt").path(0).asText())) {
            return true;
        }
        for (JsonNode part : value) {
            if (refersToRenewed(part)) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> changedParameters(Template before, Template after) {
        Set<String> changed = new HashSet<>();
        after.root().path("Parameters").properties().forEach(parameter -> {
            if (!parameter.getValue().equals(before.root().path("Parameters").path(parameter.getKey()))) {
                changed.add(parameter.getKey());
            }
        });
        return changed;
    }

    private static Map<String, Resource> byId(Template template) {
        return template.resources()
                .filter(resource -> !resource.type().startsWith("AWS::CDK"))
                .collect(Collectors.toMap(Resource::id, Function.identity(), (one, other) -> one, TreeMap::new));
    }
}
