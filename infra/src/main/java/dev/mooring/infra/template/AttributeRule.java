package dev.mooring.infra.template;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.infra.template.Template.Resource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Attributes of Network Load Balancers, their listeners and target groups: lists of key and value that nothing checks
 * before AWS refuses them. Source: the attribute lists of the ELB API, version 2015-12-01.
 */
final class AttributeRule implements TemplateRule {
    private static final String BOOLEAN = "true|false";
    private static final Map<String, Attributes> KNOWN = Map.of(
            "AWS::ElasticLoadBalancingV2::Listener",
            new Attributes("ListenerAttributes", Map.of("tcp.idle_timeout.seconds", new Range(60, 6000)), Map.of()),
            "AWS::ElasticLoadBalancingV2::LoadBalancer",
            new Attributes(
                    "LoadBalancerAttributes",
                    Map.of("secondary_ips.auto_assigned.per_subnet", new Range(0, 7)),
                    Map.of(
                            "deletion_protection.enabled",
                            BOOLEAN,
                            "load_balancing.cross_zone.enabled",
                            BOOLEAN,
                            "access_logs.s3.enabled",
                            BOOLEAN,
                            "access_logs.s3.bucket",
                            ".*",
                            "access_logs.s3.prefix",
                            ".*",
                            "zonal_shift.config.enabled",
                            BOOLEAN,
                            "dns_record.client_routing_policy",
                            "availability_zone_affinity|partial_availability_zone_affinity|any_availability_zone")),
            "AWS::ElasticLoadBalancingV2::TargetGroup",
            new Attributes(
                    "TargetGroupAttributes",
                    Map.of(
                            "deregistration_delay.timeout_seconds",
                            new Range(0, 3600),
                            "target_health_state.unhealthy.draining_interval_seconds",
                            new Range(0, 360_000)),
                    Map.of(
                            "deregistration_delay.connection_termination.enabled",
                            BOOLEAN,
                            "preserve_client_ip.enabled",
                            BOOLEAN,
                            "proxy_protocol_v2.enabled",
                            BOOLEAN,
                            "stickiness.enabled",
                            BOOLEAN,
                            "stickiness.type",
                            "source_ip",
                            "load_balancing.cross_zone.enabled",
                            BOOLEAN + "|use_load_balancer_configuration",
                            "target_health_state.unhealthy.connection_termination.enabled",
                            BOOLEAN)));

    private record Range(long least, long most) {
        boolean admits(String value) {
            return value.matches("\\d{1,9}") && Long.parseLong(value) >= least && Long.parseLong(value) <= most;
        }

        @Override
        public String toString() {
            return least + "-" + most;
        }
    }

    private record Attributes(String property, Map<String, Range> numbers, Map<String, String> texts) {
        List<String> keys() {
            Map<String, Object> all = new TreeMap<>(numbers);
            all.putAll(texts);
            return List.copyOf(all.keySet());
        }
    }

    @Override
    public Stream<String> violations(Template template) {
        return template.resources()
                .filter(resource -> KNOWN.containsKey(resource.type()))
                .flatMap(AttributeRule::check);
    }

    /** The value of an attribute; empty when it is not set. */
    static Stream<String> value(Resource resource, String property, String key) {
        return list(resource.properties().path(property))
                .filter(each -> each.path("Key").asText().equals(key))
                .map(each -> each.path("Value").asText());
    }

    private static Stream<String> check(Resource resource) {
        Attributes known = KNOWN.get(resource.type());
        return known == null
                ? Stream.empty()
                : list(resource.properties().path(known.property()))
                        .flatMap(each -> check(
                                resource,
                                known,
                                each.path("Key").asText(),
                                each.path("Value").asText()));
    }

    private static Stream<String> check(Resource resource, Attributes known, String key, String value) {
        Range range = known.numbers().get(key);
        if (range != null) {
            return range.admits(value)
                    ? Stream.empty()
                    : Stream.of(resource.violation(key, value, "is outside", range.toString()));
        }
        String pattern = known.texts().get(key);
        if (pattern == null) {
            return Stream.of(resource.violation("attribute", key, "is not one of", String.join(", ", known.keys())));
        }
        return value.matches(pattern)
                ? Stream.empty()
                : Stream.of(resource.violation(key, value, "is not one of", pattern.replace("|", ", ")));
    }

    private static Stream<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
