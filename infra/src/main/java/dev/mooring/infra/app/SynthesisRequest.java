package dev.mooring.infra.app;

import dev.mooring.capacity.project.ProjectFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be synthesized.
 *
 * @param root the folder of this project
 * @param project the folder whose modules have the bundles of this machine
 * @param fleet the file that describes the fleet, a cdk.json
 * @param varied values that take the place of the file's, by key, as in mooring.keepalive
 * @param credentialsRegion where the CDK's credentials point to
 * @param bundles which bundles the template names
 * @param passed the file of the templates that the CDK's validator let pass; empty to validate nothing
 */
public record SynthesisRequest(
        Path root,
        Path project,
        Path fleet,
        Map<String, String> varied,
        Optional<String> credentialsRegion,
        Bundles bundles,
        Optional<Path> passed) {
    /** Where bundles come from. */
    public enum Bundles {
        /** From nowhere: the template is looked at, no more. */
        NONE,
        /** Linked from any JDK, for hosts of this machine's architecture. */
        OF_THIS_MACHINE,
        /** Linked from the pinned JDK. */
        FOR_AWS
    }

    /** What infra/synth says in system properties, and the command line in words of the form key=value. */
    public static SynthesisRequest of(List<String> words) {
        Path project = Path.of(System.getProperty("mooring.project", "."));
        return new SynthesisRequest(
                Path.of(System.getProperty("mooring.root", project.toString())),
                project,
                Optional.ofNullable(System.getProperty("mooring.fleet"))
                        .map(Path::of)
                        .orElse(project.resolve(ProjectFile.NAME)),
                FleetContext.varied(words),
                credentialsRegion(System.getenv()),
                System.getenv("MOORING_FOR_AWS") == null ? Bundles.OF_THIS_MACHINE : Bundles.FOR_AWS,
                Optional.ofNullable(System.getProperty("mooring.validated")).map(Path::of));
    }

    /** The CDK's command line names a region also without credentials, and then means nothing by it. */
    public static Optional<String> credentialsRegion(Map<String, String> environment) {
        return environment.containsKey("CDK_DEFAULT_ACCOUNT")
                ? Optional.ofNullable(environment.get("CDK_DEFAULT_REGION"))
                : Optional.empty();
    }

    /** The same, which was validated or will be. */
    SynthesisRequest unvalidated() {
        return new SynthesisRequest(root, project, fleet, varied, credentialsRegion, bundles, Optional.empty());
    }

    /** The same, of which nothing is deployed. */
    SynthesisRequest forALook() {
        return new SynthesisRequest(root, project, fleet, varied, credentialsRegion, Bundles.NONE, Optional.empty());
    }
}
