package dev.mooring.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.RefusedException;
import dev.mooring.capacity.plan.ProjectFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a cdk.json as a whole. */
final class SynthesisTest {
    @TempDir
    private Path project;

    @Test
    void refusesWhatIsNotJson() throws IOException {
        assertTrue(refusal("{").contains("cdk.json is not JSON at line 1, column "), refusal("{"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"context\": []}", "{\"context\": {}}", "{\"context\": {\"mooring\": 5}}"})
    void refusesAFileWithoutAFleetAsThePlanDoes(String text) throws IOException {
        assertRefusedAsThePlanDoes(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"context\": {\"mooring\": {\"keepalive\": \"60s\", \"keepalive\": \"100s\"}}}",
                "{\"context\": {\"mooring\": {}}, \"context\": {\"mooring\": {}}}"
            })
    void refusesAKeyThatIsThereTwiceAsThePlanDoes(String text) throws IOException {
        assertRefusedAsThePlanDoes(text);
    }

    @Test
    void refusesAWrongValueInTheWordsOfThePlan() throws IOException {
        assertEquals(
                "keepalive=400s is more than idle-timeout/3=116s; lower keepalive or raise idle-timeout",
                refusal("{\"context\": {\"mooring\": {\"keepalive\": \"400s\"}}}"));
    }

    private void assertRefusedAsThePlanDoes(String text) throws IOException {
        String refusal = refusal(text);
        RefusedException ofPlan =
                assertThrows(RefusedException.class, () -> ProjectFile.inputs(project.resolve("cdk.json")));
        assertEquals(ofPlan.getMessage(), refusal);
    }

    private String refusal(String text) throws IOException {
        Files.writeString(project.resolve("cdk.json"), text);
        RefusedException refused = assertThrows(RefusedException.class, () -> Synthesis.of(project));
        return String.valueOf(refused.getMessage());
    }
}
