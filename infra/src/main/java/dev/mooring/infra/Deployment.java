package dev.mooring.infra;

import dev.mooring.capacity.Place;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.capacity.unit.TextKey;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where and how a fleet is deployed: context "deployment" of cdk.json. Everything is optional; without an account and a
 * region the template fits any of them, and the CDK deploys where its credentials say.
 *
 * @param place region and availability zones
 * @param stack name of the stack; two fleets of one account and region need two
 * @param host what a host is made of beside its type
 * @param name what clients of a fleet without a load balancer connect to; empty for a name that others keep
 * @param encryption what TLS needs, wherever it ends
 * @param source where the pipeline takes the project from; empty for no pipeline
 */
public record Deployment(
        Optional<String> account,
        Place place,
        String stack,
        HostParts host,
        Optional<PublicName> name,
        Encryption encryption,
        Optional<PipelineSource> source) {
    private static final String DEFAULT_BRANCH = "main";

    /**
     * What a host is made of.
     *
     * @param image id of the image; empty for the newest of the pinned kernel line at each deployment
     * @param key KMS key of the disk; empty for the account's default
     * @param secretsKey ARN of the KMS key of the secrets that hosts read; empty for AWS's own
     */
    public record HostParts(Optional<String> image, Optional<String> key, Optional<String> secretsKey) {}

    /**
     * What TLS needs.
     *
     * @param certificate ARN of the certificate of a TLS listener, of this region and account
     * @param secret name or ARN of the secret with the chain and the key of the hosts' certificate, of this region and account
     * @param domain the name that the certificate is for, wherever TLS ends, and clients connect to
     */
    public record Encryption(Optional<String> certificate, Optional<String> secret, Optional<String> domain) {}

    /**
     * A name that each host adds its public address to.
     *
     * @param zone the id of the public hosted zone in Route 53 that has the name
     */
    public record PublicName(String zone, String name) {}

    /**
     * A repository that AWS may read.
     *
     * @param connection ARN of the code connection
     * @param repository as owner/name
     */
    public record PipelineSource(String connection, String repository, String branch) {}

    public Deployment {
        requireHere(account, place, DeploymentKey.CERTIFICATE, encryption.certificate());
        requireHere(
                account,
                place,
                DeploymentKey.CERTIFICATE_SECRET,
                encryption.secret().filter(secret -> secret.startsWith("arn:")));
        requireHere(account, place, DeploymentKey.SECRETS_KEY, host.secretsKey());
        String published = name.map(PublicName::name).orElse("");
        if (!published.isEmpty() && !encryption.domain().orElse(published).equals(published)) {
            throw RefusedException.of(
                    DeploymentKey.DOMAIN.key(),
                    encryption.domain().orElse(""),
                    "is not",
                    DeploymentKey.NAME.key() + "=" + published + ", which clients connect to",
                    "leave domain out");
        }
        source.map(each -> new RegionalArn(DeploymentKey.CONNECTION, each.connection()))
                .ifPresent(arn -> arn.requireIn(place.effectiveRegion()
                        .or(() -> encryption
                                .certificate()
                                .map(other -> new RegionalArn(DeploymentKey.CERTIFICATE, other).region()))));
    }

    /**
     * Reads the inputs.
     *
     * @throws RefusedException when a key is unknown or a value has not its form
     */
    public static Deployment of(Map<String, ?> inputs) {
        Map<DeploymentKey, String> texts = new EnumMap<>(DeploymentKey.class);
        inputs.forEach((name, value) -> {
            DeploymentKey key = TextKey.of(DeploymentKey.values(), name, value);
            texts.put(key, key.require(value));
        });
        return new Deployment(
                text(texts, DeploymentKey.ACCOUNT),
                new Place(
                        text(texts, DeploymentKey.REGION),
                        text(texts, DeploymentKey.AVAILABILITY_ZONES)
                                .map(names -> List.of(names.split(",", -1)))
                                .orElse(List.of())),
                texts.getOrDefault(DeploymentKey.STACK, Names.STACK),
                new HostParts(
                        text(texts, DeploymentKey.IMAGE),
                        text(texts, DeploymentKey.KMS_KEY),
                        text(texts, DeploymentKey.SECRETS_KEY)),
                name(texts),
                new Encryption(
                        text(texts, DeploymentKey.CERTIFICATE),
                        text(texts, DeploymentKey.CERTIFICATE_SECRET),
                        text(texts, DeploymentKey.DOMAIN)),
                source(texts));
    }

    /** The region that was named. */
    public Optional<String> region() {
        return place.region();
    }

    /** The availability zones, by name or by id; none for the first two of the region. */
    public List<String> zones() {
        return place.zones();
    }

    /** What clients connect to, where the fleet is told: the name that hosts publish, or that of their certificate. */
    public Optional<String> domain() {
        return encryption.domain().or(() -> name.map(PublicName::name));
    }

    /** The same in these zones. */
    Deployment in(List<String> zones) {
        return new Deployment(account, new Place(place.region(), zones), stack, host, name, encryption, source);
    }

    private static void requireHere(Optional<String> account, Place place, DeploymentKey key, Optional<String> arn) {
        arn.map(text -> new RegionalArn(key, text)).ifPresent(regional -> {
            regional.requireIn(place.effectiveRegion());
            regional.requireOf(account);
        });
    }

    private static Optional<PublicName> name(Map<DeploymentKey, String> texts) {
        Optional<String> name = text(texts, DeploymentKey.NAME);
        Optional<String> zone = text(texts, DeploymentKey.NAME_ZONE);
        if (name.isPresent() != zone.isPresent()) {
            throw RefusedException.of(
                    DeploymentKey.NAME.key(),
                    name.orElse(""),
                    "does not go with",
                    DeploymentKey.NAME_ZONE.key() + "=" + zone.orElse(""),
                    "give both, and hosts publish their addresses, or neither");
        }
        return name.flatMap(given -> zone.map(id -> new PublicName(id, given)));
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
