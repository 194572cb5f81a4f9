package dev.mooring.capacity;

import static dev.mooring.capacity.Refusals.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.RefusedException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AvailabilityTest {
    private static final String VIRGINIA = "us-east-1";
    private static final Offerings OFFERINGS = Offerings.published();
    private static final Availability AVAILABILITY = Availability.published();

    /** The answer is found here by looking at every type, not in the order of their prices. */
    @Test
    @Tag("exhaustive")
    void everyPairOfRegionAndTypeGoesWhereItIsOrIsRefusedWithTheCheapestThatHoldsAsMany() {
        int offered = 0;
        for (String region : OFFERINGS.regions()) {
            for (String type : InstanceCatalog.names()) {
                FleetSpec spec = FleetSpec.of(Map.of("instance-type", type));
                Place place = new Place(Optional.of(region), List.of());
                NavigableSet<String> zones = OFFERINGS.zonesWith(type, region);
                if (zones.size() >= 2) {
                    assertEquals(zones.stream().limit(2).toList(), AVAILABILITY.zones(spec, place));
                    offered++;
                } else {
                    String refusal = refusal(() -> AVAILABILITY.zones(spec, place));
                    assertTrue(refusal.startsWith("instance-type=" + type + " is not offered in "), refusal);
                    assertTrue(refusal.contains(region), refusal);
                    assertTrue(OFFERINGS.regionsWith(type).stream().allMatch(refusal::contains), refusal);
                    String named = refusal.replaceAll(".*; set instance-type=([^,]*),.*", "$1");
                    assertEquals(
                            cheapestPrice(spec, region),
                            InstanceCatalog.find(named).hourlyPrice(),
                            () -> region + " " + refusal);
                    assertTrue(offersAndHolds(spec, region, InstanceCatalog.find(named)), refusal);
                }
            }
        }
        assertTrue(offered > 3_000, "only " + offered + " pairs are offered");
    }

    @Test
    void refusesTheDefaultTypeWhereItIsNotWithWhereItIs() {
        assertEquals(
                "instance-type=m3.xlarge is not offered in us-east-2 (it is in ap-northeast-1, ap-southeast-1,"
                        + " ap-southeast-2, eu-central-1, eu-west-1, sa-east-1, us-east-1, us-west-1, us-west-2);"
                        + " set instance-type=t4g.medium, the cheapest there that holds connections=600000"
                        + " ($0.0336 an hour in us-east-1), or deploy where it is offered",
                refusal(() -> zones(Map.of(), "us-east-2")));
    }

    @Test
    void refusesAZoneWithoutTheTypeWithTheZonesThatHaveIt() {
        assertEquals(
                "instance-type=m3.xlarge is not offered in use1-az1 (of us-east-1 it is in use1-az2, use1-az3, use1-az4,"
                        + " use1-az6); set instance-type=t4g.medium, the cheapest in these zones that holds"
                        + " connections=600000 ($0.0336 an hour in us-east-1), or deploy where it is offered",
                refusal(() -> zones(Map.of(), "us-east-1", "use1-az2", "use1-az1")));
    }

    @Test
    void saysThatNothingThereHoldsSoMany() {
        assertTrue(refusal(() -> zones(
                        Map.of("connections", 600_000, "user-bytes", "1MiB", "instance-type", "r3.4xlarge"),
                        "me-central-1"))
                .endsWith("; no type there holds connections=600000: lower it, or deploy where it is offered"));
    }

    @Test
    void choosesTwoZonesThatHaveTheType() {
        assertEquals(List.of("use1-az2", "use1-az3"), zones(Map.of(), "us-east-1"));
        assertEquals(List.of("use1-az1", "use1-az2"), zones(Map.of("instance-type", "m7g.xlarge"), "us-east-1"));
    }

    @Test
    void takesZonesByNameAsTheyAreForTheirNamesMeanOthersInEachAccount() {
        assertEquals(List.of("us-east-1a", "us-east-1b"), zones(Map.of(), "us-east-1", "us-east-1a", "us-east-1b"));
    }

    @Test
    void leavesARegionOfWhichNothingIsKnownToAws() {
        assertEquals(List.of(), zones(Map.of(), "us-gov-west-1"));
        assertEquals(List.of(), AVAILABILITY.zones(FleetSpec.defaults(), new Place(Optional.empty(), List.of())));
    }

    @Test
    void keepsTheZonesThatWereNamedInARegionOfWhichNothingIsKnown() {
        List<String> named = List.of("us-gov-west-1a", "us-gov-west-1b");
        assertEquals(named, AVAILABILITY.zones(FleetSpec.defaults(), new Place(Optional.of("us-gov-west-1"), named)));
    }

    @Test
    void isContentWithTwoZones() {
        Availability two = offering(Map.of("m3.xlarge", List.of("use1-az4", "use1-az1")));
        assertEquals(List.of("use1-az1", "use1-az4"), two.zones(FleetSpec.defaults(), inVirginia()));
        assertEquals(
                "instance-type=m3.xlarge is not offered in use1-az2 (of us-east-1 it is in use1-az1, use1-az4); no type"
                        + " in these zones holds connections=600000: lower it, or deploy where it is offered",
                refusal(() -> two.zones(FleetSpec.defaults(), inVirginia("use1-az1", "use1-az2"))));
    }

    @Test
    void namesOneZoneWhereATypeIsInNoOther() {
        assertEquals(
                "instance-type=m3.xlarge is not offered in two zones of us-east-1 (only in use1-az4; it is in us-east-1);"
                        + " no type there holds connections=600000: lower it, or deploy where it is offered",
                refusal(() ->
                        offering(Map.of("m3.xlarge", List.of("use1-az4"))).zones(FleetSpec.defaults(), inVirginia())));
    }

    @Test
    void namesNoTypeThatIsInTooFewZones() {
        Availability offers = offering(Map.of(
                "t4g.medium",
                List.of("use1-az1"),
                "t4g.large",
                List.of("use1-az1", "use1-az2"),
                "m3.xlarge",
                List.of()));
        assertEquals(
                Optional.of("t4g.large"),
                offers.cheapest(FleetSpec.defaults(), VIRGINIA, List.of("use1-az1", "use1-az2"), 2)
                        .map(InstanceType::name));
        assertEquals(
                Optional.of("t4g.medium"),
                offers.cheapest(FleetSpec.defaults(), VIRGINIA, List.of("use1-az1", "use1-az2"), 1)
                        .map(InstanceType::name));
    }

    /** m3 takes a target for each of 16 ports: 31 hosts in a load balancer, and 20 hosts may become 40. */
    @Test
    void namesNoTypeWhoseFleetNeedsASecondLoadBalancer() {
        List<String> zones = List.of("use1-az1", "use1-az2");
        Availability offers = offering(Map.of("m3.xlarge", zones, "m7g.2xlarge", zones));
        assertEquals(
                Optional.of("m3.xlarge"),
                offers.cheapest(FleetSpec.of(Map.of("total", 9_000_000)), VIRGINIA, zones, 2)
                        .map(InstanceType::name));
        assertEquals(
                Optional.of("m7g.2xlarge"),
                offers.cheapest(
                                FleetSpec.of(Map.of(
                                        "total", 12_000_000,
                                        "instance-type", "m7g.2xlarge",
                                        "target-type", "instance")),
                                VIRGINIA,
                                zones,
                                2)
                        .map(InstanceType::name));
    }

    @Test
    void looksAtTheRegionThatOnlyZonesTell() {
        assertTrue(refusal(() -> AVAILABILITY.zones(
                        FleetSpec.defaults(), new Place(Optional.empty(), List.of("use2-az1", "use2-az2"))))
                .startsWith("instance-type=m3.xlarge is not offered in us-east-2"));
    }

    /** Of types in Virginia. */
    private static Availability offering(Map<String, List<String>> zonesByType) {
        Map<String, NavigableMap<String, NavigableSet<String>>> offered = new HashMap<>();
        zonesByType.forEach((type, zones) -> offered.put(type, new TreeMap<>(Map.of(VIRGINIA, new TreeSet<>(zones)))));
        return new Availability(new Offerings(offered));
    }

    private static Place inVirginia(String... zones) {
        return new Place(Optional.of(VIRGINIA), List.of(zones));
    }

    private static List<String> zones(Map<String, ?> fleet, String region, String... zones) {
        return AVAILABILITY.zones(FleetSpec.of(fleet), new Place(Optional.of(region), List.of(zones)));
    }

    private static BigDecimal cheapestPrice(FleetSpec spec, String region) {
        return InstanceCatalog.types().stream()
                .filter(type -> offersAndHolds(spec, region, type))
                .map(InstanceType::hourlyPrice)
                .min(BigDecimal::compareTo)
                .orElseThrow();
    }

    private static boolean offersAndHolds(FleetSpec spec, String region, InstanceType type) {
        if (OFFERINGS.zonesWith(type.name(), region).size() < 2) {
            return false;
        }
        try {
            CapacityPlanner.plan(spec.on(type));
            return true;
        } catch (RefusedException refused) {
            return false;
        }
    }
}
