package dev.mooring.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mooring.infra.template.Template;
import dev.mooring.infra.template.Template.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What CloudFormation does when a running fleet gets other zones, or when its first deployment fails: it makes what is new
 * before it removes what is old, and takes back in the order of the dependencies.
 */
final class NetworkChangeTest {
    private static final String SUBNET = "AWS::EC2::Subnet";
    private static final String ASSOCIATION = "AWS::EC2::SubnetRouteTableAssociation";
    private static final String ENDPOINT = "AWS::EC2::InstanceConnectEndpoint";
    private static final Map<String, String> TYPE = Map.of("instance-type", "m7g.xlarge");

    private static final List<Map<String, String>> PLACES = List.of(
            Map.of(),
            Map.of("region", "us-east-1"),
            Map.of("availability-zones", "us-east-1a,us-east-1b"),
            Map.of("availability-zones", "us-east-1b,us-east-1c"),
            Map.of("availability-zones", "us-east-1z,us-east-1c,us-east-1a"),
            Map.of("availability-zones", "use1-az2,use1-az4"),
            Map.of("availability-zones", "use1-az6,use1-az2,use1-az1"));

    @Test
    void tellsALinterWhatIsSoOnPurpose() {
        assertEquals(
                Map.of("NetworkSubnetUSEAST1A", "W3010", "NetworkSubnetUSEAST1B", "W3010", "Hosts", "E3016"),
                accepted(Map.of("availability-zones", "us-east-1a,us-east-1b")));
        assertEquals(Map.of("Hosts", "E3016"), accepted(Map.of("region", "us-east-1")));
        assertEquals(Map.of("Hosts", "E3016"), accepted(Map.of()));
    }

    /** The rule of cfn-lint that each resource is excepted from. */
    private static Map<String, String> accepted(Map<String, String> place) {
        Map<String, String> rules = new HashMap<>();
        Fleets.synthesis(TYPE, place)
                .fleet()
                .root()
                .path("Resources")
                .properties()
                .forEach(resource -> {
                    JsonNode ignored = resource.getValue().at("/Metadata/cfn-lint/config/ignore_checks");
                    if (!ignored.isMissingNode()) {
                        rules.put(resource.getKey(), ignored.path(0).asText());
                    }
                });
        return rules;
    }

    @Test
    void otherZonesNeverTakeTheAddressesOfASubnetThatIsStillThere() {
        for (Map<String, String> before : PLACES) {
            for (Map<String, String> after : PLACES) {
                Map<String, JsonNode> old = resources(before, SUBNET);
                resources(after, SUBNET).forEach((id, subnet) -> {
                    JsonNode same = old.get(id);
                    if (same == null) {
                        assertTrue(
                                old.values().stream()
                                        .noneMatch(
                                                other -> other.path("CidrBlock").equals(subnet.path("CidrBlock"))),
                                before + " -> " + after + " " + id + " " + subnet);
                    } else {
                        assertEquals(withoutTags(same), withoutTags(subnet), before + " -> " + after + " " + id);
                    }
                });
            }
        }
    }

    @Test
    void aSubnetKeepsTheRouteTableOfItsZone() {
        Map<String, JsonNode> before = resources(PLACES.get(2), ASSOCIATION);
        Map<String, JsonNode> after = resources(PLACES.get(3), ASSOCIATION);
        String zone = "NetworkRouteTableAssociationUSEAST1B";
        assertEquals(before.get(zone), after.get(zone));
    }

    @Test
    void otherZonesLeaveTheEndpointAlone() {
        for (Map<String, String> place : PLACES) {
            assertEquals(resources(Map.of(), ENDPOINT), resources(place, ENDPOINT), place.toString());
        }
    }

    @Test
    void namesZonesByIdInThePropertyForIds() {
        JsonNode subnet =
                Objects.requireNonNull(resources(PLACES.get(5), SUBNET).get("NetworkSubnetUSE1AZ4"));
        assertEquals("use1-az4", subnet.path("AvailabilityZoneId").asText());
        assertTrue(subnet.path("AvailabilityZone").isMissingNode(), subnet.toString());
    }

    @Test
    void nothingThatMayFailIsMadeBesideTheEndpointWhichCannotBeRemovedMeanwhile() {
        for (Template template :
                List.of(Fleets.previousGeneration(), Fleets.currentGeneration(), Fleets.direct(), Fleets.encrypted())) {
            Map<String, Set<String>> needs = dependencies(template);
            String endpoint =
                    template.ofType(ENDPOINT).findFirst().orElseThrow().id();
            Set<String> before = closure(endpoint, needs);
            List<String> beside = needs.keySet().stream()
                    .filter(id -> !id.equals(endpoint) && !before.contains(id))
                    .filter(id -> !closure(id, needs).contains(endpoint))
                    .toList();
            assertEquals(List.of(), beside);
        }
    }

    private static Map<String, JsonNode> resources(Map<String, String> place, String type) {
        return Fleets.synthesis(TYPE, place)
                .template(Names.STACK)
                .ofType(type)
                .collect(Collectors.toMap(Resource::id, Resource::properties));
    }

    /** The CDK numbers the name of a subnet by its position; a tag updates in place. */
    private static JsonNode withoutTags(JsonNode subnet) {
        ObjectNode copy = subnet.deepCopy();
        copy.remove("Tags");
        return copy;
    }

    private static Map<String, Set<String>> dependencies(Template template) {
        Map<String, Set<String>> needs = new HashMap<>();
        template.root().path("Resources").properties().forEach(entry -> {
            Set<String> ids = new HashSet<>();
            entry.getValue().path("DependsOn").forEach(id -> ids.add(id.asText()));
            references(entry.getValue().path("Properties")).forEach(ids::add);
            ids.retainAll(names(template));
            needs.put(entry.getKey(), ids);
        });
        return needs;
    }

    private static Set<String> names(Template template) {
        return template.resources().map(Resource::id).collect(Collectors.toSet());
    }

    private static Stream<String> references(JsonNode node) {
        Stream<String> own = Stream.of(
                node.path("Ref").asText(), node.path("Fn::GetAtt").path(0).asText());
        Stream<JsonNode> children = Stream.iterate(node.elements(), each -> each.hasNext(), each -> each)
                .map(each -> each.next());
        return Stream.concat(own, children.flatMap(NetworkChangeTest::references));
    }

    private static Set<String> closure(String id, Map<String, Set<String>> needs) {
        Set<String> all = new HashSet<>();
        List<String> open = new ArrayList<>(needs.getOrDefault(id, Set.of()));
        while (!open.isEmpty()) {
            String next = open.removeLast();
            if (all.add(next)) {
                open.addAll(needs.getOrDefault(next, Set.of()));
            }
        }
        return all;
    }
}
