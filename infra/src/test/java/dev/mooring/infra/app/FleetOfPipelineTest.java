package dev.mooring.infra.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.infra.DeploymentPlan;
import dev.mooring.infra.app.SynthesisRequest.Bundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pipeline builds after it was deployed from somebody's machine. */
final class FleetOfPipelineTest {
    private static final DeploymentPlan PIPED = DeploymentPlan.of(
            Map.of(),
            Map.of(
                    "connection",
                    "arn:aws:codeconnections:us-east-1:123456789012:connection/1",
                    "repository",
                    "owner/mooring"));

    @TempDir
    private Path folder;

    private Path root = Path.of("");

    @BeforeEach
    void checkOut() throws IOException {
        root = Files.createDirectories(folder.toRealPath().resolve("checkout"));
        Files.createDirectories(root.resolve("fleets"));
        Files.writeString(root.resolve("cdk.json"), "{}");
    }

    @Test
    void isThatOfAnyFileInTheRepository() throws IOException {
        assertEquals("cdk.json", file(root.resolve("cdk.json")));
        assertEquals("fleets/staging.json", file(Files.writeString(root.resolve("fleets/staging.json"), "{}")));
        Path link = Files.createSymbolicLink(folder.resolve("here"), root);
        assertEquals("fleets/staging.json", file(link.resolve("fleets/../fleets/staging.json")));
    }

    @Test
    void isOfNoFileThatTheRepositoryDoesNotHave() throws IOException {
        Path elsewhere = Files.writeString(folder.toRealPath().resolve("staging.json"), "{}");

        assertEquals(
                "fleet=" + elsewhere + " is outside " + root + ", the root of repository=owner/mooring of the pipeline;"
                        + " move it there and commit it, or leave connection and repository out",
                refusal(elsewhere, Map.of()));
    }

    @Test
    void hasNoValueThatOnlyTheCommandLineHas() {
        for (String key : new String[] {"mooring.keepalive", "deployment.branch", "messaging.backend"}) {
            assertEquals(
                    "context=" + key
                            + "=50s does not go with repository=owner/mooring, where the pipeline finds the fleet"
                            + " without it; write the value into the file, and commit it",
                    refusal(root.resolve("cdk.json"), Map.of(key, "50s")));
        }
    }

    @Test
    void mayBeLookedAtWithOtherValuesAndBuiltWithOtherSettingsOfTheCdk() {
        Path fleet = root.resolve("cdk.json");
        assertEquals(
                "cdk.json",
                FleetOfPipeline.file(request(fleet, Bundles.NONE), PIPED, Map.of("mooring.keepalive", "50s")));
        assertEquals(
                "cdk.json",
                FleetOfPipeline.file(
                        request(fleet, Bundles.FOR_AWS), PIPED, Map.of("@aws-cdk/core:bootstrapQualifier", "other")));
    }

    @Test
    void isNobodysConcernWithoutAPipeline() throws IOException {
        Path elsewhere = Files.writeString(folder.resolve("staging.json"), "{}");

        FleetOfPipeline.file(
                request(elsewhere, Bundles.FOR_AWS),
                DeploymentPlan.of(Map.of(), Map.of()),
                Map.of("mooring.keepalive", "50s"));
    }

    private String file(Path fleet) {
        return FleetOfPipeline.file(request(fleet, Bundles.FOR_AWS), PIPED, Map.of());
    }

    private String refusal(Path fleet, Map<String, String> context) {
        return String.valueOf(assertThrows(
                        RefusedException.class,
                        () -> FleetOfPipeline.file(request(fleet, Bundles.FOR_AWS), PIPED, context))
                .getMessage());
    }

    private SynthesisRequest request(Path fleet, Bundles bundles) {
        return new SynthesisRequest(root, root, fleet, Map.of(), Optional.empty(), bundles, Optional.empty());
    }
}
