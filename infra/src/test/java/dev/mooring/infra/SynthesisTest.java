package dev.mooring.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.project.ProjectFile;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.infra.app.Synthesis;
import dev.mooring.infra.app.SynthesisRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a cdk.json as a whole. */
final class SynthesisTest {
    @TempDir
    private Path project;

    private Map<String, String> varied = Map.of();
    private Optional<String> credentials = Optional.empty();

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
        RefusedException ofPlan = assertThrows(
                RefusedException.class,
                () -> ProjectFile.read(project.resolve("cdk.json")).inputs());
        assertEquals(ofPlan.getMessage(), refusal);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mooring.keepalive|400s|keepalive=400s is more than idle-timeout/3=116s; lower keepalive or raise"
                        + " idle-timeout",
                "deployment.region|virginia|region=virginia is not a region such as us-east-1; correct it or remove it",
                "mooring.keepalife|50s|keepalife=50s is not one of the inputs connections, instance-type, front, target-type, tls,"
                        + " proxy-protocol,"
                        + " total, spare, max-hosts, move, keepalive, pong-timeout, idle-timeout, ports, user-bytes, nofile,"
                        + " conntrack-max; correct the name or remove it",
                "keepalive|50s|context=keepalive is not one of mooring, deployment, messaging, authentication, or a key of the CDK; correct the"
                        + " name or remove it",
                "Mooring|{}|context=Mooring is not one of mooring, deployment, messaging, authentication, or a key of the CDK; correct the name or"
                        + " remove it",
                "deployment|{}|context=deployment={} is not a single value; vary one with -c deployment.KEY=VALUE, or"
                        + " give another file with --fleet"
            })
    void takesSingleValuesFromTheCommandLineAndRefusesWhatItDoesNotKnow(String key, String value, String sentence)
            throws IOException {
        varied = Map.of(key, value);
        assertEquals(sentence, refusal("{\"context\": {\"mooring\": {}}}"));
    }

    @Test
    void refusesAMisspeltObjectOfTheFileAsThePlanDoes() throws IOException {
        String text = "{\"context\": {\"mooring\": {}, \"deploymnet\": {\"region\": \"eu-west-1\"}}}";
        assertEquals(
                "context=deploymnet is not one of mooring, deployment, messaging, authentication, or a key of the CDK; correct the name or remove"
                        + " it",
                refusal(text));
        assertRefusedAsThePlanDoes(text);
    }

    @Test
    void takesNoRegionFromACommandLineWithoutCredentials() {
        assertEquals(Optional.empty(), SynthesisRequest.credentialsRegion(Map.of("CDK_DEFAULT_REGION", "us-east-1")));
        assertEquals(
                Optional.of("eu-west-1"),
                SynthesisRequest.credentialsRegion(
                        Map.of("CDK_DEFAULT_REGION", "eu-west-1", "CDK_DEFAULT_ACCOUNT", "123456789012")));
    }

    @Test
    void refusesTheRegionOfTheCredentialsWhenItDoesNotOfferTheHosts() throws IOException {
        credentials = Optional.of("eu-west-2");
        assertTrue(refusal("{\"context\": {\"mooring\": {}}}")
                .startsWith("instance-type=m3.xlarge is not offered in eu-west-2 (it is in ap-northeast-1,"));
    }

    @Test
    void asksForTheRegionWhenNotEveryZoneOfTheCredentialsOffersTheHosts() throws IOException {
        credentials = Optional.of("us-east-1");
        assertEquals(
                "instance-type=m3.xlarge is not offered in use1-az1, use1-az5 of us-east-1; set region=us-east-1 in"
                        + " deployment, and zones that have it are chosen",
                refusal("{\"context\": {\"mooring\": {}}}"));
    }

    private String refusal(String text) throws IOException {
        Files.writeString(project.resolve("cdk.json"), text);
        RefusedException refused = assertThrows(
                RefusedException.class,
                () -> Synthesis.of(new SynthesisRequest(
                        project,
                        project,
                        project.resolve("cdk.json"),
                        varied,
                        credentials,
                        SynthesisRequest.Bundles.NONE,
                        Optional.empty())));
        return String.valueOf(refused.getMessage());
    }
}
