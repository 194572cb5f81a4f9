package dev.mooring.infra.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.Place;
import dev.mooring.infra.DeploymentPlan;
import dev.mooring.infra.Golden;
import dev.mooring.infra.account.Check.Outcome;
import dev.mooring.infra.account.ModeledAws.Refusal;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksResponse;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceConnectEndpointsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypeOfferingsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.Ec2InstanceConnectEndpoint;
import software.amazon.awssdk.services.ec2.model.GetEbsDefaultKmsKeyIdResponse;
import software.amazon.awssdk.services.ec2.model.InstanceTypeOffering;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.servicequotas.model.GetServiceQuotaResponse;
import software.amazon.awssdk.services.servicequotas.model.ServiceQuota;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/** The questions to an account, with answers made from AWS's service models: no account has seen them. */
final class DoctorTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    private ModeledAws aws = start();
    private AwsCredentialsProvider credentials = until(NOW.plusSeconds(4 * 3600));

    @BeforeEach
    void anAccountThatIsReady() {
        aws.answer(
                "GetCallerIdentity",
                GetCallerIdentityResponse.builder()
                        .account("123456789012")
                        .arn("arn:aws:iam::123456789012:user/operator")
                        .build());
        aws.answerWith(
                "GetParameter",
                request -> GetParameterResponse.builder()
                        .parameter(Parameter.builder()
                                .value(request.contains("cdk-bootstrap") ? "33" : "ami-0123456789abcdef0")
                                .build())
                        .build());
        aws.refuse("DescribeStacks", "ValidationError", "Stack with id Mooring does not exist");
        aws.answer(
                "DescribeAutoScalingGroups",
                DescribeAutoScalingGroupsResponse.builder()
                        .autoScalingGroups(List.of())
                        .build());
        zones("us-east-1a", "us-east-1b", "us-east-1c");
        offered("us-east-1a", "us-east-1b", "use1-az2", "use1-az3");
        aws.answer(
                "GetEbsDefaultKmsKeyId",
                GetEbsDefaultKmsKeyIdResponse.builder()
                        .kmsKeyId("arn:aws:kms:us-east-1:123456789012:alias/aws/ebs")
                        .build());
        aws.answerWith("GetServiceQuota", request -> quota(request.contains("L-1216C47A") ? 32 : 5));
        networks(1);
        endpoints(0);
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void findsAnAccountReady() {
        Golden.assertMatches(
                "doctor.txt", examine(Map.of()).stream().map(Check::line).collect(Collectors.joining()));
    }

    @Test
    void onlyReads() {
        examine(Map.of());

        assertTrue(
                aws.calls().stream().allMatch(call -> call.startsWith("Get") || call.startsWith("Describe")),
                () -> aws.calls().toString());
    }

    @Test
    void namesTheZonesThatHaveTheType() {
        offered("us-east-1b", "us-east-1d");

        finds(
                Outcome.FAILURE,
                "instance type",
                "instance-type=m3.xlarge is not offered in us-east-1a, but in us-east-1b, us-east-1d;"
                        + " set \"availability-zones\": \"us-east-1b,us-east-1d\" in cdk.json");
    }

    @Test
    void findsTheTypeInTheZonesThatARegionChose() {
        Check check = check(Map.of("region", "us-east-1"), "instance type");

        assertEquals("m3.xlarge is offered in use1-az2 and use1-az3", check.sentence());
        assertEquals(Outcome.READY, check.outcome());
    }

    @Test
    void namesTheZonesByIdWhereTheDeploymentDoes() {
        offered("use1-az3", "use1-az6");

        Check check = check(Map.of("availability-zones", "use1-az2,use1-az3"), "instance type");

        assertEquals(
                "instance-type=m3.xlarge is not offered in use1-az2, but in use1-az3, use1-az6;"
                        + " set \"availability-zones\": \"use1-az3,use1-az6\" in cdk.json",
                check.sentence());
        assertEquals(Outcome.FAILURE, check.outcome());
    }

    @Test
    void saysThatARegionHasNoneOfTheType() {
        offered();

        finds(
                Outcome.FAILURE,
                "instance type",
                "instance-type=m3.xlarge is not offered in us-east-1a and us-east-1b;"
                        + " take another instance-type or region");
    }

    @Test
    void countsTheHostsOfARollAgainstTheQuota() {
        aws.answerWith("GetServiceQuota", request -> quota(request.contains("L-1216C47A") ? 5 : 50));

        finds(
                Outcome.FAILURE,
                "vCPU quota",
                "vCPUs=8 for 2 hosts of m3.xlarge during a roll are more than the quota of 5;"
                        + " ask for more in Service Quotas, or lower max-hosts");
    }

    @Test
    void saysThatTheAccountIsNotBootstrapped() {
        aws.answerWith(
                "GetParameter",
                request -> request.contains("cdk-bootstrap")
                        ? new Refusal("ParameterNotFound", "")
                        : GetParameterResponse.builder()
                                .parameter(Parameter.builder()
                                        .value("ami-0123456789abcdef0")
                                        .build())
                                .build());

        finds(
                Outcome.FAILURE,
                "bootstrap",
                "bootstrap=/cdk-bootstrap/hnb659fds/version is not a parameter of us-east-1; run infra/cdk bootstrap");
    }

    @Test
    void warnsOfASessionThatEndsBeforeTheDeployment() {
        credentials = until(NOW.plusSeconds(1800));

        finds(
                Outcome.WARNING,
                "session",
                "session=1800s may be shorter than a first deployment, 3720s; sign in again first;"
                        + " CloudFormation goes on without it, and the command does not");
    }

    @Test
    void saysThatNoRoomIsLeftForTheWayIn() {
        endpoints(5);

        finds(
                Outcome.FAILURE,
                "connect endpoints",
                "EC2 Instance Connect endpoints=5 leave none of the quota of 5; delete one that is not needed;"
                        + " the quota cannot be raised everywhere");
    }

    @Test
    void asksForNoRoomWhereTheFleetIsThere() {
        endpoints(5);
        stack("UPDATE_COMPLETE");

        finds(Outcome.READY, "connect endpoints", "5 of 5 EC2 Instance Connect endpoints in use");
        finds(Outcome.READY, "stack", "Mooring is deployed: UPDATE_COMPLETE");
    }

    @Test
    void warnsOfACustomerKeyAsTheDefaultOfDisks() {
        aws.answer(
                "GetEbsDefaultKmsKeyId",
                GetEbsDefaultKmsKeyIdResponse.builder()
                        .kmsKeyId("arn:aws:kms:us-east-1:1:key/2")
                        .build());

        finds(
                Outcome.WARNING,
                "disk key",
                "kms-key=arn:aws:kms:us-east-1:1:key/2 is a customer key, which hosts start with only if its policy lets"
                        + " AWSServiceRoleForAutoScaling use it; grant that, or set \"kms-key\": \"alias/aws/ebs\" in cdk.json");
    }

    @Test
    void findsAGroupOfAnotherStackThatHasTheName() {
        aws.answer(
                "DescribeAutoScalingGroups",
                DescribeAutoScalingGroupsResponse.builder()
                        .autoScalingGroups(AutoScalingGroup.builder()
                                .autoScalingGroupName("Mooring-fleet")
                                .build())
                        .build());

        finds(
                Outcome.FAILURE,
                "group name",
                "group=Mooring-fleet belongs to another stack of us-east-1; set another \"stack\" in cdk.json,"
                        + " or delete that group");
    }

    @Test
    void saysThatAStackIsStuck() {
        stack("ROLLBACK_COMPLETE");

        finds(
                Outcome.FAILURE,
                "stack",
                "stack=Mooring takes no update in state ROLLBACK_COMPLETE; delete it:"
                        + " aws cloudformation delete-stack --stack-name Mooring");
    }

    @Test
    void saysThatTheCredentialsAreOfAnotherAccount() {
        Check check = check(Map.of("account", "210987654321"), "credentials");

        assertEquals(
                "account=210987654321 is not that of the credentials, 123456789012; take another profile,"
                        + " or correct it in cdk.json",
                check.sentence());
    }

    @Test
    void goesOnAfterAQuestionThatThePermissionsDoNotAllow() {
        aws.refuse(
                "GetServiceQuota", "AccessDeniedException", "not authorized to perform: servicequotas:GetServiceQuota");

        finds(
                Outcome.UNKNOWN,
                "vCPU quota",
                "AWS does not say: AccessDeniedException: not authorized to perform: servicequotas:GetServiceQuota");
        finds(Outcome.READY, "instance type", "m3.xlarge is offered in us-east-1a and us-east-1b");
    }

    @Test
    void asksNothingWithoutCredentials() {
        credentials = () -> {
            throw SdkClientException.create(
                    "Unable to load credentials from any of the providers in the chain Chain(providers=[A, B])\nmore");
        };

        assertEquals(
                "AWS cannot be asked: Unable to load credentials from any of the providers; set a profile or the usual"
                        + " variables, as for the AWS command line",
                assertThrows(NoAccountException.class, () -> examine(Map.of())).getMessage());
    }

    private void finds(Outcome outcome, String name, String sentence) {
        Check check = check(Map.of(), name);
        assertEquals(sentence, check.sentence());
        assertEquals(outcome, check.outcome());
    }

    private Check check(Map<String, ?> deployment, String name) {
        return examine(deployment).stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<Check> examine(Map<String, ?> deployment) {
        try (AccountClients clients = new AccountClients(
                "us-east-1", credentials, Optional.of(aws.uri()), UrlConnectionHttpClient.create())) {
            return new Doctor(DeploymentPlan.of(Map.of(), deployment), clients, () -> NOW, "hnb659fds").examine();
        }
    }

    private void stack(String status) {
        aws.answer(
                "DescribeStacks",
                DescribeStacksResponse.builder()
                        .stacks(Stack.builder()
                                .stackName("Mooring")
                                .stackStatus(status)
                                .build())
                        .build());
    }

    private void zones(String... names) {
        aws.answer(
                "DescribeAvailabilityZones",
                DescribeAvailabilityZonesResponse.builder()
                        .availabilityZones(Arrays.stream(names)
                                .map(name -> AvailabilityZone.builder()
                                        .zoneName(name)
                                        .build())
                                .toList())
                        .build());
    }

    /** By name to whoever asks by name, and by id to whoever asks by id. */
    private void offered(String... zones) {
        aws.answerWith(
                "DescribeInstanceTypeOfferings",
                request -> DescribeInstanceTypeOfferingsResponse.builder()
                        .instanceTypeOfferings(Arrays.stream(zones)
                                .filter(zone ->
                                        Place.isZoneId(zone) == request.contains("LocationType=availability-zone-id"))
                                .map(zone -> InstanceTypeOffering.builder()
                                        .instanceType("m3.xlarge")
                                        .location(zone)
                                        .build())
                                .toList())
                        .build());
    }

    private void networks(int count) {
        aws.answer(
                "DescribeVpcs",
                DescribeVpcsResponse.builder()
                        .vpcs(java.util.Collections.nCopies(
                                count, Vpc.builder().vpcId("vpc-1").build()))
                        .build());
    }

    private void endpoints(int count) {
        aws.answer(
                "DescribeInstanceConnectEndpoints",
                DescribeInstanceConnectEndpointsResponse.builder()
                        .instanceConnectEndpoints(java.util.Collections.nCopies(
                                count,
                                Ec2InstanceConnectEndpoint.builder()
                                        .instanceConnectEndpointId("eice-1")
                                        .build()))
                        .build());
    }

    private static GetServiceQuotaResponse quota(double value) {
        return GetServiceQuotaResponse.builder()
                .quota(ServiceQuota.builder().value(value).build())
                .build();
    }

    private static AwsCredentialsProvider until(Instant end) {
        return () -> AwsSessionCredentials.builder()
                .accessKeyId("key")
                .secretAccessKey("secret")
                .sessionToken("token")
                .expirationTime(end)
                .build();
    }

    private static ModeledAws start() {
        try {
            return ModeledAws.start();
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
