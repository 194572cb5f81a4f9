package dev.mooring.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.infra.app.CloudAssembly;
import dev.mooring.infra.change.Change;
import dev.mooring.infra.change.Effect;
import dev.mooring.infra.change.TemplateDifference;
import dev.mooring.infra.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PipelineStackTest {
    @Test
    void linksTheBundlesOfThePipelineFromThePinnedJdk() {
        List<String> builds = Fleets.pipeline()
                .template(Names.PIPELINE_STACK)
                .ofType("AWS::CodeBuild::Project")
                .map(project -> project.properties().toString())
                .filter(properties -> properties.contains("infra/cdk synth"))
                .toList();

        assertEquals(1, builds.size());
        assertTrue(
                builds.getFirst().contains("{\"Name\":\"MOORING_FOR_AWS\",\"Type\":\"PLAINTEXT\",\"Value\":\"1\"}"),
                builds.getFirst());
    }

    /** What has a region has its partition by name, in what cdk-nag reads too. */
    @ParameterizedTest
    @CsvSource({
        "aws, us-east-1, 123456789012",
        "aws, eu-central-1, ",
        "aws-cn, cn-north-1, 123456789012",
        "aws-us-gov, us-gov-west-1, "
    })
    void isSynthesizedWhereverItIsDeployed(String partition, String region, @Nullable String account) {
        Map<String, String> deployment = new HashMap<>(Map.of(
                "region",
                region,
                "connection",
                "arn:" + partition + ":codeconnections:" + region + ":123456789012:connection/1",
                "repository",
                "owner/mooring"));
        if (account != null) {
            deployment.put("account", account);
        }
        assertEquals(List.of(), Fleets.synthesis(Map.of(), deployment).violations());
    }

    @Test
    void buildsRenewsItselfDeploysAndVerifies() {
        JsonNode pipeline = Fleets.only(template(), "AWS::CodePipeline::Pipeline");

        assertEquals(List.of("Source", "Build", "UpdatePipeline", "Assets", "Fleet"), names(pipeline.path("Stages")));
        assertEquals(
                List.of("Prepare", "Deploy", "VerifyHosts"),
                names(pipeline.path("Stages").path(4).path("Actions")));
    }

    @Test
    void verifiesTheGroupThatItDeployed() {
        String projects = template()
                .ofType("AWS::CodeBuild::Project")
                .map(project -> project.properties().toString())
                .filter(text -> text.contains("host-tuning/verify"))
                .findFirst()
                .orElseThrow();

        assertTrue(projects.contains("--host-key console"), projects);
        assertTrue(template().root().toString().contains("Mooring-fleet"));
    }

    /** Otherwise the first run of a pipeline starts a second fleet, and the first one stays and is billed. */
    @Test
    void deploysTheVeryFleetThatIsThereWithoutIt() {
        List<Change> changes = TemplateDifference.of(
                Fleets.previousGeneration(), Fleets.pipeline().fleet());

        // Names that people see, and the permission of a rule to call the sweep, may be made anew.
        assertEquals(
                List.of(),
                changes.stream()
                        .filter(change -> !change.properties().equals(List.of("Tags"))
                                && !change.type().equals("AWS::Lambda::Permission"))
                        .toList());
        assertEquals(Effect.UPDATES, TemplateDifference.effect(changes));
        assertTrue(new CloudAssembly(Fleets.pipeline().folder())
                .template(Names.STACK)
                .isPresent());
    }

    /** {@code destroy} alone, even with {@code --all}, leaves it running and billed. */
    @Test
    void leavesItsFleetToACommandThatTheDocumentNames() throws IOException {
        String manifest =
                Files.readString(Fleets.pipeline().folder().resolve("assembly-MooringPipeline-Fleet/manifest.json"));
        String fleet = "MooringPipeline/Fleet/Mooring";
        assertTrue(manifest.contains("\"displayName\": \"" + fleet), manifest);

        String document = Files.readString(Path.of("..", "docs", "operations.md"));
        assertTrue(
                document.contains("`infra/cdk destroy " + fleet + "`, then `infra/cdk destroy MooringPipeline`"),
                document);
    }

    @Test
    void buildsWithAJavaAndANodeThatAreSupportedInEveryBuildOfTheCdkToo() {
        List<JsonNode> builds = builds();
        assertEquals(6, builds.size());
        for (JsonNode specification : builds) {
            JsonNode runtimes = specification.at("/phases/install/runtime-versions");

            assertEquals("{\"java\":\"corretto25\",\"nodejs\":\"22\"}", runtimes.toString());
        }
    }

    @Test
    void takesAnImageThatAwsStillMaintains() {
        assertEquals(Set.of("aws/codebuild/standard:7.0"), images(template()));
        assertEquals(
                Set.of("aws/codebuild/amazonlinux-aarch64-standard:3.0"),
                images(Fleets.armPipeline().template(Names.PIPELINE_STACK)));
    }

    @Test
    void isAPipelineOfTheCurrentType() {
        assertEquals(
                "V2",
                Fleets.only(template(), "AWS::CodePipeline::Pipeline")
                        .path("PipelineType")
                        .asText());
    }

    private static Set<String> images(Template template) {
        return template.ofType("AWS::CodeBuild::Project")
                .map(project -> project.properties().at("/Environment/Image").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<JsonNode> builds() {
        return template()
                .ofType("AWS::CodeBuild::Project")
                .map(project -> project.properties().at("/Source/BuildSpec"))
                .filter(JsonNode::isTextual)
                .map(text -> Json.read(text.asText()))
                .toList();
    }

    @Test
    void breaksNoRuleInAnyOfItsTemplates() {
        assertEquals(List.of(), Fleets.pipeline().violations());
    }

    private static Template template() {
        return Fleets.pipeline().template(Names.PIPELINE_STACK);
    }

    private static List<String> names(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(each -> each.path("Name").asText().replaceAll("^Mooring\\.", ""))
                .toList();
    }
}
