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
        App app = Fleets.strict();
        CfnResource.Builder.create(new Stack(app, "Broken"), "Topic")
                .type("AWS::SNS::Topic")
                .properties(Map.of("TopicNames", "mooring"))
                .build();

        String message =
                String.valueOf(assertThrows(RuntimeException.class, app::synth).getMessage());

        assertTrue(message.startsWith("ValidationFailed"), message);
    }
}
