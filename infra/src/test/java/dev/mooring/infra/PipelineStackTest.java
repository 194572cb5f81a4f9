package dev.mooring.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mooring.infra.template.Template;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

final class PipelineStackTest {
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
        assertTrue(template().root().toString().contains("Fleet-Mooring-fleet"));
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
