package dev.mooring.infra;

import dev.mooring.capacity.RefusedException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where and how a fleet is deployed: context "deployment" of cdk.json. Everything is optional; without an account and a
 * region the template fits any of them, and the CDK deploys where its credentials say.
 *
 * @param zones names of availability zones; empty for the first two of the region
 * @param certificate ARN of the certificate of a TLS listener
 * @param source where the pipeline takes the project from; empty for no pipeline
 */
public record Deployment(
        Optional<String> account,
        Optional<String> region,
        List<String> zones,
        Optional<String> certificate,
        Optional<PipelineSource> source) {
    private static final int FEWEST_ZONES = 2;
    private static final String DEFAULT_BRANCH = "main";

    /**
     * A repository that AWS may read.
     *
     * @param connection ARN of the code connection
     * @param repository as owner/name
     */
    public record PipelineSource(String connection, String repository, String branch) {}

    public Deployment {
        zones = List.copyOf(zones);
        if (zones.size() == 1) {
            throw RefusedException.of(
                    DeploymentKey.AVAILABILITY_ZONES.key(),
                    String.join(",", zones),
                    "are fewer than",
                    FEWEST_ZONES,
                    "name two, so that the fleet outlives one of them");
        }
    }

    /**
     * Reads the inputs.
     *
     * @throws RefusedException when a key is unknown or a value has not its form
     */
    public static Deployment of(Map<String, ?> inputs) {
        Map<DeploymentKey, String> texts = new EnumMap<>(DeploymentKey.class);
        inputs.forEach((name, value) -> {
            DeploymentKey key = DeploymentKey.of(name, value);
            texts.put(key, key.require(value));
        });
        return new Deployment(
                text(texts, DeploymentKey.ACCOUNT),
                text(texts, DeploymentKey.REGION),
                text(texts, DeploymentKey.AVAILABILITY_ZONES)
                        .map(names -> List.of(names.split(",", -1)))
                        .orElse(List.of()),
                text(texts, DeploymentKey.CERTIFICATE),
                source(texts));
    }

    private static Optional<PipelineSource> source(Map<DeploymentKey, String> texts) {
        Optional<String> connection = text(texts, DeploymentKey.CONNECTION);
        Optional<String> repository = text(texts, DeploymentKey.REPOSITORY);
        if (connection.isPresent() != repository.isPresent()) {
            throw RefusedException.of(
                    DeploymentKey.CONNECTION.key(),
                    connection.orElse(""),
                    "does not go with",
                    DeploymentKey.REPOSITORY.key() + "=" + repository.orElse(""),
                    "give both for a pipeline, or neither");
        }
        return connection.flatMap(arn -> repository.map(
                name -> new PipelineSource(arn, name, texts.getOrDefault(DeploymentKey.BRANCH, DEFAULT_BRANCH))));
    }

    private static Optional<String> text(Map<DeploymentKey, String> texts, DeploymentKey key) {
        return Optional.ofNullable(texts.get(key));
    }
}
