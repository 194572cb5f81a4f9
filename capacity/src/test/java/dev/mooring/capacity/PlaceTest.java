package dev.mooring.capacity;

import static dev.mooring.capacity.Refusals.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "us-east-1|us-east-1a,us-east-1a|availability-zones=us-east-1a,us-east-1a has twice us-east-1a;"
                        + " name different zones",
                "us-east-1|use1-az2,use1-az2|availability-zones=use1-az2,use1-az2 has twice use1-az2;"
                        + " name different zones",
                "us-east-1|eu-west-1a,eu-west-1b|availability-zones=eu-west-1a is a zone of eu-west-1, not of"
                        + " region=us-east-1; name zones of it",
                "us-east-1|use2-az1,use2-az2|availability-zones=use2-az1 is a zone of us-east-2, not of"
                        + " region=us-east-1; name zones of it",
                "|us-east-1a,us-east-2b|availability-zones=us-east-2b is a zone of us-east-2, not of region=us-east-1;"
                        + " name zones of it",
                "us-east-1|us-east-1a,use1-az2|availability-zones=us-east-1a,use1-az2 are partly names and partly ids;"
                        + " give all by name, or all by id",
                "us-east-1|us-east-1a|availability-zones=us-east-1a are fewer than 2; name two, so that the fleet"
                        + " outlives one of them",
                "us-west-1|usw1-az1,usw1-az2|availability-zones=usw1-az2 is not one of the zones of us-west-1, usw1-az1,"
                        + " usw1-az3; correct it, or renew what is known with capacity/catalogue --renew",
                "us-east-1|us-east-1,b|availability-zones=us-east-1 is not the name or id of an availability zone, as in"
                        + " us-east-1a or use1-az2; correct it or remove it",
                "useast1||region=useast1 is not a region such as us-east-1; correct it or remove it"
            })
    void refusesZonesThatDoNotGoTogether(String region, String zones, String sentence) {
        assertEquals(
                sentence,
                refusal(() -> new Place(
                        Optional.ofNullable(region), zones == null ? List.of() : List.of(zones.split(",", -1)))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"us-east-1", "us-gov-west-1", "cn-north-1", "us-iso-east-1", "eusc-de-east-1", "ap-southeast-7"})
    void takesTheRegionsOfEveryPartition(String region) {
        assertEquals(Optional.of(region), new Place(Optional.of(region), List.of()).effectiveRegion());
    }

    @Test
    void takesZonesOfARegionThatIsNotKnownByItsNames() {
        List<String> zones = List.of("us-gov-west-1a", "us-gov-west-1b");
        assertEquals(Optional.of("us-gov-west-1"), new Place(Optional.empty(), zones).effectiveRegion());
        assertEquals(
                2,
                new Place(Optional.of("cn-north-1"), List.of("cnn1-az1", "cnn1-az2"))
                        .zones()
                        .size());
    }
}
