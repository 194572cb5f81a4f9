package dev.mooring.infra.app;

import dev.mooring.capacity.InstanceType.Architecture;
import dev.mooring.capacity.project.ProjectFile;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.infra.Deployment;
import dev.mooring.infra.DeploymentPlan;
import dev.mooring.infra.FeatureFlags;
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
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Validations;

/**
 * A synthesized app. Takes five CPU seconds, most of them in the Node.js process in which the CDK runs, and eight more
 * for templates that its validator has not seen.
 *
 * @param inputs what was asked for
 * @param folder where the templates are
 */
public record Synthesis(DeploymentPlan inputs, Path folder) {
    private static final String CDK_VERSION =
            String.valueOf(App.class.getPackage().getImplementationVersion());

    /** What the CDK's own validator does not let pass. */
    public static final class InvalidTemplateException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private InvalidTemplateException(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Synthesizes what a fleet's file and the command line describe.
     *
     * @throws RefusedException when an input is wrong, the fleet is not possible, or a bundle is missing
     */
    public static Synthesis of(SynthesisRequest request) {
        Map<String, Object> file = ProjectFile.read(request.fleet()).context();
        // Before Node.js is started: what is wrong with the file is said at once.
        DeploymentPlan early = FleetContext.of(file, request.varied()).inputs();
        early.requireOfferedIn(request.credentialsRegion());
        FleetOfPipeline.file(request, early, request.varied());
        Map<String, Object> known = FeatureFlags.recommended();
        known.putAll(file);
        App app = new App(AppProps.builder().context(known).build());
        Map<String, Object> context = context(app);
        context.putAll(request.varied());
        DeploymentPlan inputs = FleetContext.of(file, context).inputs();
        inputs.requireOfferedIn(request.credentialsRegion());
        String fleetFile = FleetOfPipeline.file(request, inputs, context);
        HostBundles.Archives archives =
                archives(request, inputs.plan().spec().instance().hardware().architecture());
        Optional<RememberedValidation> validation =
                request.passed().map(passed -> new RememberedValidation(passed, CDK_VERSION));
        validation.ifPresent(plugin -> Validations.of(app).addPlugins(plugin));
        return of(app, inputs, archives, fleetFile, validation);
    }

    /** The same of a fleet that is described where programs look for it. */
    public static Synthesis of(App app, DeploymentPlan inputs, HostBundles.Archives archives) {
        return of(app, inputs, archives, ProjectFile.NAME, Optional.empty());
    }

    private static Synthesis of(
            App app,
            DeploymentPlan inputs,
            HostBundles.Archives archives,
            String fleetFile,
            Optional<RememberedValidation> validation) {
        Optional<Deployment.PipelineSource> source = inputs.deployment().source();
        if (source.isPresent()) {
            PipelineStack.create(app, inputs, archives, source.get(), fleetFile);
        } else {
            FleetStack.create(app, inputs, archives);
        }
        Aspects.of(app).add(AwsSolutionsChecks.Builder.create().verbose(true).build());
        Path folder = Path.of(synthesize(app, validation));
        new CloudAssembly(folder).prune();
        return new Synthesis(inputs, folder);
    }

    /** Bundles of another architecture are there only as they go to AWS. */
    private static HostBundles.Archives archives(SynthesisRequest request, Architecture architecture) {
        return switch (request.bundles()) {
            case NONE -> HostBundles.none();
            case OF_THIS_MACHINE ->
                HostBundles.machine(architecture).equals(thisMachine())
                        ? HostBundles.find(request.project(), architecture)
                        : AwsBundles.link(request.root(), architecture);
            case FOR_AWS -> AwsBundles.link(request.root(), architecture);
        };
    }

    /** This machine's architecture as {@code uname -m} says it. */
    private static String thisMachine() {
        String name = System.getProperty("os.arch", "");
        return name.equals("amd64") ? "x86_64" : name;
    }

    /** What the templates do wrong, in sentences. */
    public List<String> violations() {
        return TemplateRules.checkFolder(folder);
    }

    /** The template of the fleet, also where it is a stage of the pipeline. */
    public Template fleet() {
        String stack = inputs.deployment().stack();
        return new CloudAssembly(folder)
                .template(stack)
                .orElseThrow(() -> new IllegalStateException("no stack " + stack + " in " + folder));
    }

    /** The template of a stack at the top of the app. */
    public Template template(String stack) {
        return Template.read(folder.resolve(stack + ".template.json"));
    }

    /** The CDK has printed its findings when it throws. */
    private static String synthesize(App app, Optional<RememberedValidation> validation) {
        try {
            return app.synth().getDirectory();
        } catch (RuntimeException failure) {
            if (validation.filter(RememberedValidation::hasRefused).isPresent()) {
                String message = String.valueOf(failure.getMessage());
                throw new InvalidTemplateException(message.lines().findFirst().orElse(message));
            }
            throw failure;
        }
    }

    /** All that the CDK's command line sends: its own flags, its folder's cdk.json, and what was varied. */
    private static Map<String, Object> context(App app) {
        Map<String, Object> context = new LinkedHashMap<>();
        if (app.getNode().getAllContext() instanceof Map<?, ?> all) {
            all.forEach((key, value) -> context.put(String.valueOf(key), value));
        }
        return context;
    }
}
