package dev.mooring.infra.userdata;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.capacity.CapacityPlanner;
import dev.mooring.capacity.FleetSpec;
import dev.mooring.capacity.PlanProperties;
import dev.mooring.capacity.project.ProjectFile;
import dev.mooring.infra.DeploymentPlan;
import dev.mooring.infra.Fleets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFilesTest {
    @TempDir
    private Path folder = Path.of("");

    /** Otherwise the report of verify is about another plan than the agent asks for, and no host ever joins. */
    @Test
    void nameToTheAgentThePlanThatVerifyReads() throws IOException {
        SortedMap<String, String> files = HostFiles.of(
                Fleets.inputs(Map.of("instance-type", "m7g.xlarge", "max-hosts", "7", "conntrack-max", "1000000")),
                new HostIdentity(
                        "us-east-1", "Mooring", "Mooring-fleet", Optional.empty(), Optional.empty(), Optional.empty()));
        Path fleet = Files.writeString(folder.resolve("fleet.json"), files.getOrDefault("/etc/mooring/fleet.json", ""));
        String read = PlanProperties.of(CapacityPlanner.plan(
                        FleetSpec.of(ProjectFile.read(fleet).inputs())))
                .fingerprint();
        String asked = PlanProperties.parse(files.getOrDefault("/etc/mooring/agent.properties", ""))
                .values()
                .getOrDefault("plan", "");
        assertEquals(read, asked);
    }

    @Test
    void nameToVerifyThePushPortThatTheServerIsTold() throws IOException {
        SortedMap<String, String> files = HostFiles.of(
                DeploymentPlan.of(Map.of(), Map.of(), Map.of("push-port", "9100", "push-keys", "mooring/push")),
                new HostIdentity(
                        "us-east-1", "Mooring", "Mooring-fleet", Optional.empty(), Optional.empty(), Optional.empty()));
        Path fleet = Files.writeString(folder.resolve("fleet.json"), files.getOrDefault("/etc/mooring/fleet.json", ""));

        assertEquals(
                PlanProperties.parse(files.getOrDefault("/etc/mooring/server.properties", ""))
                        .values()
                        .get("push"),
                ProjectFile.read(fleet).messaging().serverProperties().get("push"));
    }
}
