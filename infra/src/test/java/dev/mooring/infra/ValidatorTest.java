package dev.mooring.infra;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Stack;

/** The CDK's own validator is strict in all of these tests; here is what it does to a template that is not good. */
final class ValidatorTest {
    @Test
    void failsASynthesisWithAPropertyThatDoesNotExist() {
        refuses("AWS::SNS::Topic", Map.of("TopicNames", "mooring"));
    }

    @Test
    void failsASynthesisWithoutAPropertyThatIsRequired() {
        refuses("AWS::AutoScaling::LifecycleHook", Map.of("AutoScalingGroupName", "mooring"));
    }

    @Test
    void failsASynthesisWithAReferenceToNothing() {
        refuses("AWS::SNS::Topic", Map.of("TopicName", Map.of("Ref", "Nowhere")));
    }

    private static void refuses(String type, Map<String, ?> properties) {
        App app = Fleets.strict();
        CfnResource.Builder.create(new Stack(app, "Broken"), "Resource")
                .type(type)
                .properties(properties)
                .build();

        String message =
                String.valueOf(assertThrows(RuntimeException.class, app::synth).getMessage());

        assertTrue(message.startsWith("ValidationFailed"), message);
    }
}
