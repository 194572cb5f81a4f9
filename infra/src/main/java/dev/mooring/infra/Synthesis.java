package dev.mooring.infra;

import dev.mooring.capacity.RefusedException;
import dev.mooring.capacity.plan.ProjectFile;
import dev.mooring.infra.construct.HostBundles;
import dev.mooring.infra.stack.FleetStack;
import dev.mooring.infra.stack.PipelineStack;
import dev.mooring.infra.template.Template;
import dev.mooring.infra.template.TemplateRules;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Aspects;

/**
 * A synthesized app. Takes four seconds, most of them in the Node.js process in which the CDK runs.
 *
 * @param inputs what was asked for
 * @param folder where the templates are
 */
record Synthesis(FleetInputs inputs, Path folder) {
    private static final String PROJECT_FILE = "cdk.json";

    /** What the CDK's own validator does not let pass. */
    static final class InvalidTemplateException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private InvalidTemplateException(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Synthesizes what the project's cdk.json and the CDK's command line describe.
     *
     * @throws RefusedException when an input is wrong, the fleet is not possible, or a bundle is missing
     */
    static Synthesis of(Path project) {
        Map<String, Object> file = ProjectFile.context(project.resolve(PROJECT_FILE));
        // Before Node.js is started: what is wrong with the file is said at once.
        FleetInputs.of(object("mooring", file.get("mooring")), object("deployment", file.get("deployment")));
        App app = new App(AppProps.builder().context(file).build());
        FleetInputs inputs = FleetInputs.of(context(app, "mooring"), context(app, "deployment"));
        HostBundles.Archives archives =
                HostBundles.find(project, inputs.plan().spec().instance().architecture());
        return of(app, inputs, archives);
    }

    static Synthesis of(App app, FleetInputs inputs, HostBundles.Archives archives) {
        Optional<Deployment.PipelineSource> source = inputs.deployment().source();
        if (source.isPresent()) {
            PipelineStack.create(app, inputs, archives, source.get());
        } else {
            FleetStack.create(app, inputs, archives);
        }
        Aspects.of(app).add(AwsSolutionsChecks.Builder.create().verbose(true).build());
        return new Synthesis(inputs, Path.of(synthesize(app)));
    }

    /** What the templates do wrong, in sentences. */
    List<String> violations() {
        return TemplateRules.checkFolder(folder);
    }

    /** The template of a stack at the top of the app. */
    Template template(String stack) {
        return Template.read(folder.resolve(stack + ".template.json"));
    }

    /** The CDK has printed its findings when it throws. */
    private static String synthesize(App app) {
        try {
            return app.synth().getDirectory();
        } catch (RuntimeException failure) {
            String message = String.valueOf(failure.getMessage());
            if (message.startsWith("ValidationFailed: ")) {
                throw new InvalidTemplateException(message.lines().findFirst().orElse(message));
            }
            throw failure;
        }
    }

    /** What the command line of the CDK may have changed. */
    private static Map<String, ?> context(App app, String name) {
        return object(name, app.getNode().tryGetContext(name));
    }

    private static Map<String, ?> object(String name, @Nullable Object value) {
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
