package dev.mooring.infra;

import dev.mooring.infra.summary.StackSummary;
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

    @Test
    void saysWhatTheDefaultFleetConsistsOf() {
        Golden.assertMatches("summary.txt", StackSummary.of(Fleets.inputs(Map.of()), Fleets.previousGeneration()));
    }
}
