package dev.mooring.hosttuning.fleet;

import java.net.URI;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.Ec2ClientBuilder;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.LocationType;
import software.amazon.awssdk.services.ec2.model.NetworkInfo;

/**
 * What EC2 says of instance types, and where it offers them, in the regions that an account has enabled. Needs the
 * permissions ec2:DescribeRegions, DescribeInstanceTypes and DescribeInstanceTypeOfferings. One region after the other, a
 * few seconds each.
 */
public final class Ec2Catalogue {
    private static final String REGION_OF_FACTS = "us-east-1";
    private static final int PAGE_SIZE = 100;
    private static final double MEGABITS = 1_000;

    private final Optional<AwsCredentialsProvider> credentials;
    private final Optional<URI> endpoint;

    /**
     * @param credentials other than the usual ones
     * @param endpoint another server that speaks EC2's protocol, for tests
     */
    public Ec2Catalogue(Optional<AwsCredentialsProvider> credentials, Optional<URI> endpoint) {
        this.credentials = credentials;
        this.endpoint = endpoint;
    }

    /**
     * What one type is.
     *
     * @param baselineMegabits sustained bandwidth, empty where EC2 does not tell it
     */
    public record Facts(
            int virtualCpus,
            long memoryMebibytes,
            String architecture,
            String hypervisor,
            boolean current,
            boolean burstable,
            Optional<Long> baselineMegabits) {}

    /** The regions that the account has enabled. */
    public NavigableSet<String> regions() throws FleetUnavailableException {
        try (Ec2Client client = client(REGION_OF_FACTS)) {
            return client.describeRegions().regions().stream()
                    .map(software.amazon.awssdk.services.ec2.model.Region::regionName)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (SdkException e) {
            throw Ec2Failure.of("DescribeRegions", e);
        }
    }

    /** The zone ids of a region that offer these types, by type. */
    public NavigableMap<String, NavigableSet<String>> offerings(String region, Collection<String> types)
            throws FleetUnavailableException {
        NavigableMap<String, NavigableSet<String>> zones = new TreeMap<>();
        try (Ec2Client client = client(region)) {
            client.describeInstanceTypeOfferingsPaginator(
                            request -> request.locationType(LocationType.AVAILABILITY_ZONE_ID)
                                    .maxResults(PAGE_SIZE)
                                    .filters(Filter.builder()
                                            .name("instance-type")
                                            .values(types)
                                            .build()))
                    .instanceTypeOfferings()
                    .forEach(offer -> zones.computeIfAbsent(offer.instanceTypeAsString(), type -> new TreeSet<>())
                            .add(offer.location()));
            return zones;
        } catch (SdkException e) {
            throw Ec2Failure.of("DescribeInstanceTypeOfferings", e);
        }
    }

    /** The facts of these types, which the region must offer. */
    public Map<String, Facts> facts(String region, Collection<String> types) throws FleetUnavailableException {
        try (Ec2Client client = client(region)) {
            return client
                    .describeInstanceTypesPaginator(request -> request.maxResults(PAGE_SIZE)
                            .filters(Filter.builder()
                                    .name("instance-type")
                                    .values(types)
                                    .build()))
                    .instanceTypes()
                    .stream()
                    .collect(Collectors.toMap(InstanceTypeInfo::instanceTypeAsString, Ec2Catalogue::facts));
        } catch (SdkException e) {
            throw Ec2Failure.of("DescribeInstanceTypes", e);
        }
    }

    private static Facts facts(InstanceTypeInfo type) {
        List<String> architectures = type.processorInfo().supportedArchitecturesAsStrings();
        return new Facts(
                type.vCpuInfo().defaultVCpus(),
                type.memoryInfo().sizeInMiB(),
                architectures.contains("arm64") ? "arm64" : "x86_64",
                type.hypervisorAsString(),
                type.currentGeneration(),
                type.burstablePerformanceSupported(),
                baseline(type.networkInfo()));
    }

    private static Optional<Long> baseline(NetworkInfo network) {
        return network.networkCards().stream()
                .map(card -> Optional.ofNullable(card.baselineBandwidthInGbps()))
                .flatMap(Optional::stream)
                .max(Comparator.comparing(Function.identity()))
                .map(gigabits -> Math.round(gigabits * MEGABITS));
    }

    private Ec2Client client(String region) {
        Ec2ClientBuilder builder = Ec2Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .region(Region.of(region));
        builder.credentialsProvider(new Ec2Credentials(
                credentials.orElseGet(() -> DefaultCredentialsProvider.builder().build())));
        endpoint.ifPresent(builder::endpointOverride);
        return builder.build();
    }
}
