package dev.mooring.infra;

import dev.mooring.capacity.RefusedException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be synthesized.
 *
 * @param project the folder whose modules have the bundles
 * @param fleet the file that describes the fleet, a cdk.json
 * @param varied values that take the place of the file's, by key, as in mooring.keepalive
 * @param credentialsRegion where the CDK's credentials point to
 * @param passed the file of the templates that the CDK's validator let pass; empty to validate nothing
 */
record SynthesisRequest(
        Path project,
        Path fleet,
        Map<String, String> varied,
        Optional<String> credentialsRegion,
        Optional<Path> passed) {
    /** What infra/synth says in system properties, and the command line in words of the form key=value. */
    static SynthesisRequest of(List<String> words) {
        Path project = Path.of(System.getProperty("mooring.project", "."));
        Map<String, String> varied = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw RefusedException.of(
                        "context", word, "is not", "KEY=VALUE", "write it as in mooring.keepalive=50s");
            }
            varied.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return new SynthesisRequest(
                project,
                Optional.ofNullable(System.getProperty("mooring.fleet"))
                        .map(Path::of)
                        .orElse(project.resolve("cdk.json")),
                varied,
                Optional.ofNullable(System.getenv("CDK_DEFAULT_REGION")),
                Optional.ofNullable(System.getProperty("mooring.validated")).map(Path::of));
    }

    /** The same, of which nothing is deployed. */
    SynthesisRequest unvalidated() {
        return new SynthesisRequest(project, fleet, varied, credentialsRegion, Optional.empty());
    }
}
