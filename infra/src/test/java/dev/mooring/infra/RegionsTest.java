package dev.mooring.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.capacity.InstanceCatalog;
import dev.mooring.capacity.Offerings;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.infra.template.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A type by chance in each region: it is synthesized in zones that have it, or refused with another that is. Three regions,
 * and all of them in {@code ./check --full} ({@code -Dmooring.regions=30}).
 */
final class RegionsTest {
    private static final int REGIONS = Integer.getInteger("mooring.regions", 3);
    private static final long SEED = Long.getLong("mooring.seed", 20_261_129);

    @Test
    void aTypeIsDeployedWhereItIsOrRefusedWithTheCheapestThere() {
        Random random = new Random(SEED);
        List<String> regions = new ArrayList<>(Offerings.published().regions());
        int refused = 0;
        for (String region : regions.subList(0, Math.min(REGIONS, regions.size()))) {
            String type = InstanceCatalog.names()
                    .get(random.nextInt(InstanceCatalog.names().size()));
            String pair = region + " " + type + ", seed " + SEED;
            Map<String, Object> fleet = Map.of("instance-type", type, "connections", 10_000);
            Map<String, String> place = Map.of("region", region);
            if (Offerings.published().zonesWith(type, region).size() >= 2) {
                assertInZonesThatHave(type, region, fleet, place, pair);
            } else {
                RefusedException refusal =
                        assertThrows(RefusedException.class, () -> DeploymentPlan.of(fleet, place), pair);
                String message = String.valueOf(refusal.getMessage());
                String other = message.replaceAll(".*; set instance-type=([^,]*),.*", "$1");
                assertInZonesThatHave(
                        other,
                        region,
                        Map.of("instance-type", other, "connections", 10_000),
                        place,
                        pair + ": " + message);
                refused++;
            }
        }
        assertTrue(REGIONS < 30 || refused > 0, "no pair was refused, seed " + SEED);
    }

    private static void assertInZonesThatHave(
            String type, String region, Map<String, ?> fleet, Map<String, String> place, String pair) {
        Template template = Fleets.synthesis(fleet, place).template(Names.STACK);
        List<String> zones = template.ofType("AWS::EC2::Subnet")
                .map(subnet -> subnet.properties().path("AvailabilityZoneId"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .toList();
        assertEquals(2, zones.size(), pair);
        assertTrue(Offerings.published().zonesWith(type, region).containsAll(zones), pair);
    }
}
