package dev.mooring.hosttuning.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.unit.RefusedException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;

final class Ec2FleetTest {
    private static final List<InstanceTag> MOORING = List.of(new InstanceTag("Name", "mooring"));
    private static final Map<String, String> TAGS = Map.of("Name", "mooring");
    private static final AwsCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret"));

    private Ec2Endpoint ec2;
    private Ec2Fleet fleet;

    @BeforeEach
    void start() throws IOException {
        ec2 = new Ec2Endpoint(2);
        fleet = fleet(ec2.uri(), CREDENTIALS);
    }

    @AfterEach
    void stop() {
        fleet.close();
        ec2.close();
    }

    @Test
    void readsEveryPage() throws FleetUnavailableException {
        for (int i = 1; i <= 5; i++) {
            ec2.add("i-" + i, "running", "10.0.0." + i, TAGS);
        }
        assertEquals(List.of("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5"), addresses(MOORING));
        assertEquals(3, ec2.requests().size());
    }

    @Test
    void leavesOutTerminatedInstances() throws FleetUnavailableException {
        ec2.add("i-1", "terminated", "10.0.0.1", TAGS);
        ec2.add("i-2", "running", "10.0.0.2", TAGS);
        ec2.add("i-3", "shutting-down", "10.0.0.3", TAGS);
        assertEquals(List.of("10.0.0.2"), addresses(MOORING));
    }

    @Test
    void findsTheInstancesOfAnAutoScalingGroup() throws FleetUnavailableException {
        ec2.add("i-1", "running", "10.0.0.1", Map.of("aws:autoscaling:groupName", "blue"));
        ec2.add("i-2", "running", "10.0.0.2", Map.of("aws:autoscaling:groupName", "green"));
        ec2.standing("i-2", "InService");
        assertEquals(List.of("10.0.0.2"), addresses(List.of(InstanceTag.ofAutoScalingGroup("green"))));
    }

    /** Source: API reference, AutoScalingInstanceDetails, LifecycleState. */
    @ParameterizedTest
    @CsvSource({
        "Pending, JOINING",
        "Pending:Wait, JOINING",
        "Pending:Proceed, JOINING",
        "InService, IN_SERVICE",
        "EnteringStandby, STANDBY",
        "Standby, STANDBY",
        "Terminating, LEAVING",
        "Terminating:Wait, LEAVING",
        "Terminating:Proceed, LEAVING",
        "Terminated, LEAVING",
        "Detaching, DETACHED",
        "Detached, DETACHED",
        "Quarantined, IN_SERVICE",
    })
    void tellsWhereItsGroupHasAnInstance(String state, Standing standing) throws FleetUnavailableException {
        ec2.add("i-1", "running", "10.0.0.1", Map.of("aws:autoscaling:groupName", "blue"));
        ec2.standing("i-1", state);

        assertEquals(
                standing,
                fleet.hosts(List.of(InstanceTag.ofAutoScalingGroup("blue")), AddressKind.PRIVATE, "ec2-user", 22)
                        .getFirst()
                        .standing());
    }

    @Test
    void asksForFiftyInstancesAtOnce() throws FleetUnavailableException {
        for (int i = 1; i <= 51; i++) {
            ec2.add("i-" + i, "running", "10.0.0." + i, Map.of("aws:autoscaling:groupName", "blue"));
            ec2.standing("i-" + i, "InService");
        }

        List<FleetHost> hosts =
                fleet.hosts(List.of(InstanceTag.ofAutoScalingGroup("blue")), AddressKind.PRIVATE, "ec2-user", 22);

        assertEquals(
                51,
                hosts.stream()
                        .filter(host -> host.standing() == Standing.IN_SERVICE)
                        .count());
        assertEquals(
                2,
                ec2.requests().stream()
                        .filter(form -> form.containsValue("DescribeAutoScalingInstances"))
                        .count());
    }

    @Test
    void findsTheInstancesOfAStack() throws FleetUnavailableException {
        ec2.add("i-1", "running", "10.0.0.1", Map.of("aws:cloudformation:stack-name", "Fleet"));
        ec2.add("i-2", "running", "10.0.0.2", Map.of());
        assertEquals(List.of("10.0.0.1"), addresses(List.of(InstanceTag.ofStack("Fleet"))));
    }

    @Test
    void wantsAllTagsAtOnce() throws FleetUnavailableException {
        ec2.add("i-1", "running", "10.0.0.1", Map.of("Name", "mooring", "Stage", "prod"));
        ec2.add("i-2", "running", "10.0.0.2", TAGS);
        List<InstanceTag> both = List.of(MOORING.getFirst(), new InstanceTag("Stage", "prod"));
        assertEquals(List.of("10.0.0.1"), addresses(both));
    }

    @Test
    void usesTheAddressThatWasAskedFor() throws FleetUnavailableException {
        ec2.addPublic("i-1", "10.0.0.1", "203.0.113.1", "one.example.com");
        assertEquals("203.0.113.1", only(AddressKind.PUBLIC));
        assertEquals("one.example.com", only(AddressKind.DNS));
        assertEquals("10.0.0.1", only(AddressKind.PRIVATE));
    }

    @Test
    void usesThePrivateNameWhereThereIsNoPublicOne() throws FleetUnavailableException {
        ec2.addPublic("i-1", "10.0.0.1", "203.0.113.1", "");
        assertEquals("ip-10-0-0-1.ec2.internal", only(AddressKind.DNS));
    }

    @Test
    void saysWhichInstanceHasNoPublicAddress() {
        ec2.add("i-1", "running", "10.0.0.1", TAGS);
        assertEquals(
                "Instance i-1 has no public address; give another --address",
                sentence(() -> fleet.hosts(MOORING, AddressKind.PUBLIC, "ec2-user", 22)));
    }

    @Test
    void saysWhatWasLookedForWhenNothingRuns() {
        assertEquals(
                "No running instance has tag Name=mooring; check the name and --region, and that the instances have"
                        + " started",
                sentence(() -> addresses(MOORING)));
    }

    @Test
    void asksAgainWhenThrottled() throws FleetUnavailableException {
        ec2.add("i-1", "running", "10.0.0.1", TAGS);
        ec2.refuseNext("RequestLimitExceeded");
        assertEquals(List.of("10.0.0.1"), addresses(MOORING));
        assertEquals(2, ec2.requests().size());
    }

    @Test
    void saysSoWhenThrottledForGood() {
        ec2.refuseNext("RequestLimitExceeded", "RequestLimitExceeded", "RequestLimitExceeded", "RequestLimitExceeded");
        String sentence = sentence(() -> addresses(MOORING));
        assertTrue(
                sentence.matches("EC2 still throttled DescribeInstances after \\d attempts;"
                        + " wait a minute, then run this again"),
                sentence);
    }

    @Test
    void namesThePermissionThatIsMissing() {
        ec2.refuseNext("UnauthorizedOperation");
        assertEquals(
                "EC2 does not allow DescribeInstances; add ec2:DescribeInstances to the policy of these credentials",
                sentence(() -> addresses(MOORING)));
    }

    @Test
    void namesThePermissionOfTheGroupThatIsMissing() {
        ec2.add("i-1", "running", "10.0.0.1", Map.of("aws:autoscaling:groupName", "blue"));
        ec2.refuseNext("", "AccessDenied");
        assertEquals(
                "EC2 Auto Scaling does not allow DescribeAutoScalingInstances; add"
                        + " autoscaling:DescribeAutoScalingInstances to the policy of these credentials",
                sentence(() -> addresses(List.of(InstanceTag.ofAutoScalingGroup("blue")))));
    }

    @Test
    void saysThatCredentialsAreRefused() {
        ec2.refuseNext("AuthFailure");
        assertEquals(
                "EC2 refused the credentials (AuthFailure); renew them, and check the clock",
                sentence(() -> addresses(MOORING)));
    }

    @Test
    void passesOnAnyOtherRefusal() {
        ec2.refuseNext("InvalidParameterValue");
        assertEquals(
                "EC2 refused DescribeInstances: refused in a test (InvalidParameterValue)",
                sentence(() -> addresses(MOORING)));
    }

    @Test
    void saysThatThereAreNoCredentials() {
        AwsCredentialsProvider none = () -> {
            throw SdkClientException.create("Keine Zugangsdaten");
        };
        try (Ec2Fleet unsigned = fleet(ec2.uri(), new Ec2Credentials(none))) {
            assertEquals(
                    "No AWS credentials were found; set AWS_PROFILE or AWS_ACCESS_KEY_ID, or run this on an instance"
                            + " with a role",
                    sentence(() -> unsigned.hosts(MOORING, AddressKind.PRIVATE, "ec2-user", 22)));
        }
    }

    @Test
    void refusesARegionThatIsNone() {
        RefusedException refused = assertThrows(
                RefusedException.class,
                () -> Ec2Fleet.connect(Optional.of(""), Optional.empty()).close());
        assertEquals("region= is not a region such as us-east-1; correct it or leave it out", refused.getMessage());
    }

    @Test
    void readsTheHostKeysOfAConsole() throws FleetUnavailableException {
        ec2.console("i-1", """
                boot
                -----BEGIN SSH HOST KEY KEYS-----
                ssh-ed25519 AAAAC3Nz root@ip
                -----END SSH HOST KEY KEYS-----
                """);
        assertEquals(List.of("ssh-ed25519 AAAAC3Nz"), fleet.consoleHostKeys("i-1"));
    }

    @Test
    void saysThatAConsoleShowsNoHostKeysYet() {
        ec2.console("i-1", "booting\n");
        assertEquals(
                "The console of i-1 shows no SSH host keys; EC2 publishes it minutes after boot, so wait, or give"
                        + " --host-key accept-new",
                sentence(() -> fleet.consoleHostKeys("i-1")));
    }

    @Test
    void namesTheConsolePermissionThatIsMissing() {
        ec2.refuseNext("UnauthorizedOperation");
        assertEquals(
                "EC2 does not allow GetConsoleOutput; add ec2:GetConsoleOutput to the policy of these credentials",
                sentence(() -> fleet.consoleHostKeys("i-1")));
    }

    private List<String> addresses(List<InstanceTag> tags) throws FleetUnavailableException {
        return fleet.hosts(tags, AddressKind.PRIVATE, "ec2-user", 22).stream()
                .map(host -> host.address().host())
                .toList();
    }

    private String only(AddressKind kind) throws FleetUnavailableException {
        return fleet.hosts(List.of(), kind, "ec2-user", 22).getFirst().address().host();
    }

    @Test
    void doesNotTakeTheWordsOfAnotherFailureForMissingCredentials() {
        AwsCredentialsProvider cut = () -> {
            throw SdkClientException.create("the region's credentials endpoint was cut off");
        };
        try (Ec2Fleet unsigned = fleet(ec2.uri(), cut)) {
            assertTrue(sentence(() -> unsigned.hosts(MOORING, AddressKind.PRIVATE, "ec2-user", 22))
                    .startsWith("EC2 could not be asked for DescribeInstances: the region's credentials"));
        }
    }

    private static String sentence(Executable action) {
        return String.valueOf(
                assertThrows(FleetUnavailableException.class, action).getMessage());
    }

    private static Ec2Fleet fleet(URI endpoint, AwsCredentialsProvider credentials) {
        return new Ec2Fleet(
                Ec2Client.builder()
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .region(Region.US_EAST_1)
                        .endpointOverride(endpoint)
                        .credentialsProvider(credentials)
                        .build(),
                AutoScalingClient.builder()
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .region(Region.US_EAST_1)
                        .endpointOverride(endpoint)
                        .credentialsProvider(credentials)
                        .build());
    }
}
