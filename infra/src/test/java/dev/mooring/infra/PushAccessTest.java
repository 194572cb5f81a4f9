package dev.mooring.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.infra.template.Template;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of backends to the push port. */
final class PushAccessTest {
    private static final Path PROGRAM = Path.of("src/main/resources/dev/mooring/infra/construct/forget_dead_names.py");
    private static final String FAKE_BOTO3 = """
            class Pages:
                def __init__(self, page):
                    self.page = page

                def paginate(self, **arguments):
                    return [self.page]

            class Dns:
                def get_paginator(self, name):
                    return Pages({"ResourceRecordSets": [
                        {"Name": "push.mooring.internal.", "Type": "SOA"},
                        {"Name": "other.mooring.internal.", "Type": "A", "SetIdentifier": "i-3", "TTL": 10},
                        {"Name": "push.mooring.internal.", "Type": "A", "SetIdentifier": "i-1", "TTL": 10},
                        {"Name": "push.mooring.internal.", "Type": "A", "SetIdentifier": "i-2", "TTL": 10},
                        {"Name": "ws.example.com.", "Type": "A", "TTL": 60},
                        {"Name": "ws.example.com.", "Type": "A", "SetIdentifier": "by-hand", "TTL": 60},
                        {"Name": "ws.example.com.", "Type": "A", "SetIdentifier": "Other-fleet/i-4", "TTL": 60},
                        {"Name": "ws.example.com.", "Type": "A", "SetIdentifier": "Mooring-fleet/i-1", "TTL": 60},
                        {"Name": "ws.example.com.", "Type": "A", "SetIdentifier": "Mooring-fleet/i-2", "TTL": 60}]})

                def change_resource_record_sets(self, HostedZoneId, ChangeBatch):
                    print(HostedZoneId, [(each["Action"], each["ResourceRecordSet"]["SetIdentifier"])
                                         for each in ChangeBatch["Changes"]])

            class Ec2:
                def get_paginator(self, name):
                    return Pages({"Reservations": [{"Instances": [{"InstanceId": "i-1"}]}]})

            def client(name):
                return {"route53": Dns(), "ec2": Ec2()}[name]
            """;

    @TempDir
    private Path folder;

    @Test
    void admitsBackendsOfItsOwnGroupToThePushPortAndNobodyElse() {
        List<String> rules = Fleets.messaging()
                .ofType("AWS::EC2::SecurityGroupIngress")
                .map(Template.Resource::properties)
                .filter(rule -> rule.path("FromPort").asInt() <= 9100
                        && 9100 <= rule.path("ToPort").asInt())
                .map(rule ->
                        rule.at("/SourceSecurityGroupId/Fn::GetAtt/0").asText().replaceAll("[0-9A-F]{8}$", ""))
                .toList();

        assertEquals(List.of("PushAccess"), rules);
    }

    @Test
    void admitsThemThroughTheListOfAFleetWithoutALoadBalancer() {
        assertTrue(Fleets.directMessaging()
                .ofType("AWS::EC2::NetworkAclEntry")
                .map(Template.Resource::properties)
                .anyMatch(entry -> entry.at("/PortRange/From").asInt() == 9100
                        && entry.at("/PortRange/To").asInt() == 9100
                        && !entry.path("CidrBlock").asText().equals("0.0.0.0/0")));
    }

    @Test
    void givesTheHostsANameInAZoneOfTheirOwnNetwork() {
        JsonNode zone = Fleets.only(Fleets.messaging(), "AWS::Route53::HostedZone");

        assertEquals("mooring.mooring.internal.", zone.path("Name").asText());
        assertEquals(1, zone.path("VPCs").size());
        assertEquals(
                "http://push.mooring.mooring.internal:9100",
                Fleets.messaging().root().at("/Outputs/PushUrl/Value").asText());
    }

    @Test
    void putsNothingOfItIntoAFleetWithoutMessages() {
        Set<String> types = Fleets.currentGeneration()
                .resources()
                .map(Template.Resource::type)
                .collect(Collectors.toSet());

        assertFalse(types.contains("AWS::Route53::HostedZone"), types::toString);
        assertFalse(Fleets.currentGeneration().root().toString().contains("push"), "a word of it");
    }

    @Test
    void removesTheRecordsOfDeadHostsInItsOwnNameOnly() throws IOException, InterruptedException {
        assertEquals("Z1 [('DELETE', 'i-2')]\n{'removed': ['i-2']}\n", sweep("push.mooring.internal", ""));
    }

    @Test
    void leavesTheRecordsOfAnotherFleetInTheSameNameAlone() throws IOException, InterruptedException {
        assertEquals(
                "Z1 [('DELETE', 'Mooring-fleet/i-2')]\n{'removed': ['Mooring-fleet/i-2']}\n",
                sweep("ws.example.com", "Mooring-fleet/"));
    }

    /** Its hosts' agents write the group's name before that of the instance: HostName. */
    @Test
    void tellsTheSweepOfThePublicNameWhichRecordsAreItsOwn() {
        JsonNode told = Fleets.named()
                .ofType("AWS::Lambda::Function")
                .map(function -> function.properties().at("/Environment/Variables"))
                .filter(variables -> variables.has("NAME"))
                .findFirst()
                .orElseThrow();

        assertEquals("Mooring-fleet/", told.path("PREFIX").asText());
        assertEquals("Mooring-fleet", told.path("GROUP").asText());
    }

    private String sweep(String name, String prefix) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "needs python3");
        Files.writeString(folder.resolve("boto3.py"), FAKE_BOTO3);
        Files.copy(PROGRAM, folder.resolve("index.py"));
        ProcessBuilder python = new ProcessBuilder("/usr/bin/python3", "-c", "import index; index.handler({}, None)")
                .directory(folder.toFile())
                .redirectErrorStream(true);
        python.environment().put("ZONE", "Z1");
        python.environment().put("NAME", name);
        if (!prefix.isEmpty()) {
            python.environment().put("PREFIX", prefix);
        }
        python.environment().put("GROUP", "fleet");

        Process process = python.start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
