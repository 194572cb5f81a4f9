package dev.mooring.infra;

import dev.mooring.capacity.RefusedException;
import dev.mooring.infra.construct.HostBundles;
import dev.mooring.infra.stack.FleetStack;
import dev.mooring.infra.stack.PipelineStack;
import dev.mooring.infra.template.TemplateRules;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;

/**
 * The CDK app: reads the fleet from the context of cdk.json, synthesizes it, and checks the templates with its own rules.
 * It asks neither AWS nor the network for anything.
 *
 * <p>Exit codes: 0 synthesized, 1 a template breaks a rule, 64 an input was refused.
 */
public final class InfraApp {
    private static final int BROKEN_RULE = 1;
    private static final int REFUSED = 64;

    private InfraApp() {}

    public static void main(String[] arguments) {
        try {
            List<String> violations = synthesize(new App(), Path.of(System.getProperty("mooring.project", ".")));
            if (!violations.isEmpty()) {
                violations.forEach(violation -> System.err.println("mooring: " + violation));
                System.exit(BROKEN_RULE);
            }
        } catch (RefusedException refused) {
            System.err.println("mooring: " + refused.getMessage());
            System.exit(REFUSED);
        }
    }

    /** Synthesizes the app and returns what its templates do wrong. */
    static List<String> synthesize(App app, Path project) {
        FleetInputs inputs = FleetInputs.of(context(app, "mooring"), context(app, "deployment"));
        HostBundles.Archives archives =
                HostBundles.find(project, inputs.plan().spec().instance().architecture());
        Optional<Deployment.PipelineSource> source = inputs.deployment().source();
        if (source.isPresent()) {
            PipelineStack.create(app, inputs, archives, source.get());
        } else {
            FleetStack.create(app, inputs, archives);
        }
        Aspects.of(app).add(AwsSolutionsChecks.Builder.create().verbose(true).build());
        return TemplateRules.checkFolder(Path.of(app.synth().getDirectory()));
    }

    private static Map<String, ?> context(App app, String name) {
        @Nullable Object value = app.getNode().tryGetContext(name);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> object)) {
            throw RefusedException.of(
                    name, value, "is not", "an object", "write it in cdk.json, as {\"key\": \"value\"}");
        }
        Map<String, Object> inputs = new LinkedHashMap<>();
        object.forEach((key, text) -> inputs.put(String.valueOf(key), text));
        return inputs;
    }
}
