package dev.mooring.infra.app;

import dev.mooring.capacity.project.ProjectFile;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.infra.Deployment.PipelineSource;
import dev.mooring.infra.DeploymentPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The fleet that a pipeline builds, again and again, from what it takes from the repository. So all of it must be there: the
 * pipeline knows neither another folder of the machine that deployed it nor a value that its command line varied, and its
 * first run would quietly turn the fleet into another one.
 */
final class FleetOfPipeline {
    private FleetOfPipeline() {}

    /**
     * The path of the fleet's file inside the repository, whose root is the folder of the project; that of any project where
     * there is no pipeline.
     *
     * @param context all that was varied, and whatever else the CDK was told
     * @throws RefusedException when the file is elsewhere, or what is to be deployed has a value that it does not have
     */
    static String file(SynthesisRequest request, DeploymentPlan inputs, Map<String, ?> context) {
        Optional<PipelineSource> source = inputs.deployment().source();
        if (source.isEmpty()) {
            return ProjectFile.NAME;
        }
        if (request.bundles() != SynthesisRequest.Bundles.NONE) {
            requireUnvaried(context, source.get());
        }
        Path fleet = real(request.fleet());
        return Stream.of(request.project(), request.root())
                .map(FleetOfPipeline::real)
                .filter(fleet::startsWith)
                .map(folder -> folder.relativize(fleet).toString())
                .findFirst()
                .orElseThrow(() -> RefusedException.of(
                        "fleet",
                        fleet,
                        "is outside",
                        real(request.root()) + ", the root of repository="
                                + source.get().repository() + " of the pipeline",
                        "move it there and commit it, or leave connection and repository out"));
    }

    private static void requireUnvaried(Map<String, ?> context, PipelineSource source) {
        context.forEach((key, value) -> {
            if (FleetContext.isOfAFleet(key)) {
                throw RefusedException.of(
                        "context",
                        key + "=" + value,
                        "does not go with",
                        "repository=" + source.repository() + ", where the pipeline finds the fleet without it",
                        "write the value into the file, and commit it");
            }
        });
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
