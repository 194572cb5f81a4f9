package dev.mooring.hosttuning.fleet;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.hosttuning.ssh.SshAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Reservation;

/**
 * The running instances of one region. Needs the permissions ec2:DescribeInstances, for instances of an Auto Scaling group
 * autoscaling:DescribeAutoScalingInstances, and for pinned host keys ec2:GetConsoleOutput. The SDK's standard retries apply. Thread-safe.
 */
public final class Ec2Fleet implements AutoCloseable {
    private static final int PAGE_SIZE = 1000;
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]+");

    private final Ec2Client client;
    private final GroupStandings groups;

    public Ec2Fleet(Ec2Client client, AutoScalingClient groups) {
        this.client = client;
        this.groups = new GroupStandings(groups);
    }

    /**
     * Connects with the usual AWS settings.
     *
     * @param region overrides AWS_REGION and the profile
     * @param endpoint another server that speaks EC2's protocol, for tests
     * @throws RefusedException when the region has no region's form
     */
    public static Ec2Fleet connect(Optional<String> region, Optional<URI> endpoint) throws FleetUnavailableException {
        Region where = region.isPresent() ? region(region.get()) : usualRegion();
        Ec2Credentials credentials =
                new Ec2Credentials(DefaultCredentialsProvider.builder().build());
        try {
            return new Ec2Fleet(
                    configured(Ec2Client.builder(), where, credentials, endpoint)
                            .build(),
                    configured(AutoScalingClient.builder(), where, credentials, endpoint)
                            .build());
        } catch (SdkException e) {
            throw Ec2Failure.of("DescribeInstances", e);
        }
    }

    private static <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(
            B builder, Region region, Ec2Credentials credentials, Optional<URI> endpoint) {
        endpoint.ifPresent(builder::endpointOverride);
        return builder.httpClientBuilder(UrlConnectionHttpClient.builder())
                .region(region)
                .credentialsProvider(credentials);
    }

    private static Region usualRegion() throws FleetUnavailableException {
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkException none) {
            throw Ec2Failure.noRegion(none);
        }
    }

    /**
     * The running instances that carry all these tags, in the order of their ids.
     *
     * @throws FleetUnavailableException when EC2 does not answer, there is none, or one has no such address
     */
    public List<FleetHost> hosts(List<InstanceTag> tags, AddressKind kind, String user, int port)
            throws FleetUnavailableException {
        List<Instance> running = running(tags);
        Map<String, Standing> standings = groups.of(running.stream()
                .filter(Ec2Fleet::isOfGroup)
                .map(Instance::instanceId)
                .toList());
        List<FleetHost> hosts = new ArrayList<>();
        for (Instance instance : running) {
            String address = kind.of(instance)
                    .orElseThrow(() -> new FleetUnavailableException("Instance " + instance.instanceId() + " has no "
                            + kind + " address; give another --address"));
            hosts.add(new FleetHost(
                    new SshAddress(user, address, port),
                    Optional.of(instance.instanceId()),
                    standings.getOrDefault(instance.instanceId(), Standing.IN_SERVICE),
                    false));
        }
        if (hosts.isEmpty()) {
            throw new FleetUnavailableException("No running instance has " + text(tags)
                    + "; check the name and --region, and that the instances have started");
        }
        return hosts;
    }

    /** The host keys that cloud-init printed on the console of an instance, as {@code type base64}. */
    public List<String> consoleHostKeys(String instanceId) throws FleetUnavailableException {
        try {
            String encoded = client.getConsoleOutput(request -> request.instanceId(instanceId))
                    .output();
            List<String> keys = encoded == null ? List.of() : ConsoleHostKeys.read(encoded);
            if (keys.isEmpty()) {
                throw new FleetUnavailableException("The console of " + instanceId + " shows no SSH host keys; EC2"
                        + " publishes it minutes after boot, so wait, or give --host-key accept-new");
            }
            return keys;
        } catch (SdkException e) {
            throw Ec2Failure.of("GetConsoleOutput", e);
        }
    }

    @Override
    public void close() {
        client.close();
        groups.close();
    }

    private static boolean isOfGroup(Instance instance) {
        return instance.tags().stream().anyMatch(tag -> tag.key().equals(InstanceTag.GROUP));
    }

    private List<Instance> running(List<InstanceTag> tags) throws FleetUnavailableException {
        List<Filter> filters = new ArrayList<>();
        filters.add(filter("instance-state-name", "running"));
        tags.forEach(tag -> filters.add(filter("tag:" + tag.key(), tag.value())));
        try {
            return client
                    .describeInstancesPaginator(
                            request -> request.filters(filters).maxResults(PAGE_SIZE))
                    .stream()
                    .flatMap(page -> page.reservations().stream())
                    .map(Reservation::instances)
                    .flatMap(List::stream)
                    .sorted(Comparator.comparing(Instance::instanceId))
                    .toList();
        } catch (SdkException e) {
            throw Ec2Failure.of("DescribeInstances", e);
        }
    }

    private static Region region(String name) {
        if (!REGION.matcher(name).matches()) {
            throw RefusedException.of(
                    "region", name, "is not", "a region such as us-east-1", "correct it or leave it out");
        }
        return Region.of(name);
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }

    private static String text(List<InstanceTag> tags) {
        return tags.stream().map(tag -> "tag " + tag).collect(Collectors.joining(" and "));
    }
}
