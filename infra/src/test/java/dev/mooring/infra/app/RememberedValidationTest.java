package dev.mooring.infra.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Validations;

/** The CDK's validator runs for a template that it has not let pass, and for no other. */
final class RememberedValidationTest {
    private static final Map<String, ?> GOOD = Map.of("TopicName", "mooring");
    private static final Map<String, ?> BAD = Map.of("TopicNames", "mooring");

    @TempDir
    private Path folder;

    @Test
    void remembersATemplateThatPassedInItsRegionAndVersion() throws IOException {
        synthesize(GOOD, "us-east-1", "1");
        List<String> passed = Files.readAllLines(passed());
        synthesize(GOOD, "us-east-1", "1");
        assertEquals(passed, Files.readAllLines(passed()), "nothing was validated again");
        synthesize(GOOD, "eu-west-1", "1");
        synthesize(GOOD, "us-east-1", "2");
        assertEquals(3, Files.readAllLines(passed()).stream().distinct().count());
    }

    @Test
    void refusesATemplateThatIsNotGoodEachTime() {
        for (int round = 0; round < 2; round++) {
            RuntimeException refused = assertThrows(RuntimeException.class, () -> synthesize(BAD, "us-east-1", "1"));
            assertTrue(String.valueOf(refused.getMessage()).startsWith("ValidationFailed"), refused::getMessage);
            assertFalse(Files.exists(passed()));
        }
    }

    private Path passed() {
        return folder.resolve("validated");
    }

    private void synthesize(Map<String, ?> properties, String region, String version) {
        App app = new App(AppProps.builder()
                .context(Map.of("@aws-cdk/core:validateAgainstDefaultRules", true))
                .build());
        StackProps props = StackProps.builder()
                .env(Environment.builder().region(region).build())
                .build();
        CfnResource.Builder.create(new Stack(app, "Topics", props), "Resource")
                .type("AWS::SNS::Topic")
                .properties(properties)
                .build();
        Validations.of(app).addPlugins(new RememberedValidation(passed(), version));
        app.synth();
    }
}
