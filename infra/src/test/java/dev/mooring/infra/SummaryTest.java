package dev.mooring.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.infra.summary.StackSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SummaryTest {
    @Test
    void saysWhatAPipelineDeploysAndWhatItAdds() {
        Golden.assertMatches(
                "summary-pipeline.txt",
                StackSummary.of(Fleets.inputs(Map.of()), Fleets.pipeline().fleet())
                        + StackSummary.pipeline(Fleets.pipeline().template(Names.PIPELINE_STACK)));
    }

    /** The first page that anybody reads has what the summary says, and the number of resources that a rehearsal counts in it. */
    @Test
    void isAsTheReadmeShowsIt() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        String summary = StackSummary.of(Fleets.inputs(Map.of()), Fleets.previousGeneration());
        String shown = readme.replaceAll("(?s).*\n\\$ infra/synth --summary\n(.*?)\\.\\.\\.\n```.*", "$1");
        long resources = Fleets.previousGeneration()
                .resources()
                .filter(resource -> !resource.type().startsWith("AWS::CDK"))
                .count();

        assertEquals(shown, summary.substring(0, shown.length()));
        assertEquals(
                Long.toString(resources), readme.replaceAll("(?s).*\n  stack +(\\d+)  resources to deploy.*", "$1"));
    }

    @Test
    void saysWhatTheDefaultFleetConsistsOf() {
        Golden.assertMatches("summary.txt", StackSummary.of(Fleets.inputs(Map.of()), Fleets.previousGeneration()));
    }
}
