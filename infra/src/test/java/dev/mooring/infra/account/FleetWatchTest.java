package dev.mooring.infra.account;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeScalingActivitiesResponse;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputResponse;

final class FleetWatchTest {
    @Test
    void tellsTheWayOfAHostIntoTheFleet() throws IOException {
        assertEquals(
                List.of(
                        "i-1 in us-east-1a is starting",
                        "i-1 says: Joining the server does not answer yet",
                        "i-1 in us-east-1a boots and verifies itself",
                        "i-1 in us-east-1a serves"),
                watched(
                        "mooring: Joining the server does not answer yet",
                        "",
                        List.of(),
                        List.of("Pending"),
                        List.of("Pending:Wait"),
                        List.of("Pending:Wait"),
                        List.of("InService")));
    }

    @Test
    void saysWhereToReadWhyAHostDidNotJoin() throws IOException {
        assertEquals(
                List.of(
                        "i-1 in us-east-1a boots and verifies itself",
                        "i-1 says: Left verify found 1 failure",
                        "i-1 did not join, and is replaced; what it said is on its console for an hour:",
                        "  aws ec2 get-console-output --region us-east-1 --instance-id i-1 --output text | grep mooring"),
                watched(
                        "[  12.3] mooring: Left verify found 1 failure",
                        "",
                        List.of(),
                        List.of("Pending:Wait"),
                        List.of()));
    }

    @Test
    void saysWhatEc2CouldNotDo() throws IOException {
        assertEquals(
                List.of("EC2: We currently do not have sufficient m3.xlarge capacity"),
                watched("", "We currently do not have sufficient m3.xlarge capacity", List.of(), List.of()));
    }

    @Test
    void isSilentAboutHostsThatServeAlready() throws IOException {
        assertEquals(List.of(), watched("", "", List.of("InService"), List.of("InService")));
    }

    @SafeVarargs
    private static List<String> watched(String console, String failure, List<String>... looks) throws IOException {
        List<String> lines = new ArrayList<>();
        try (ModeledAws aws = ModeledAws.start();
                AccountClients clients = new AccountClients(
                        "us-east-1",
                        () -> AwsBasicCredentials.create("key", "secret"),
                        Optional.of(aws.uri()),
                        UrlConnectionHttpClient.create())) {
            FleetWatch watch = new FleetWatch(clients, "Mooring-fleet", lines::add);
            for (int look = 0; look < looks.length; look++) {
                aws.answer("DescribeAutoScalingGroups", group(looks[look]));
                aws.answer("DescribeScalingActivities", activities(look == 0 ? "" : failure));
                aws.answer(
                        "GetConsoleOutput",
                        GetConsoleOutputResponse.builder()
                                .output(Base64.getEncoder()
                                        .encodeToString(("boot\n" + console + "\r\n").getBytes(StandardCharsets.UTF_8)))
                                .build());
                watch.look();
            }
        }
        return lines;
    }

    private static DescribeAutoScalingGroupsResponse group(List<String> states) {
        return DescribeAutoScalingGroupsResponse.builder()
                .autoScalingGroups(AutoScalingGroup.builder()
                        .autoScalingGroupName("Mooring-fleet")
                        .instances(states.stream()
                                .map(state -> Instance.builder()
                                        .instanceId("i-1")
                                        .availabilityZone("us-east-1a")
                                        .lifecycleState(state)
                                        .build())
                                .toList())
                        .build())
                .build();
    }

    private static DescribeScalingActivitiesResponse activities(String failure) {
        return DescribeScalingActivitiesResponse.builder()
                .activities(
                        failure.isEmpty()
                                ? List.of()
                                : Arrays.asList(Activity.builder()
                                        .activityId("1")
                                        .statusCode("Failed")
                                        .statusMessage(failure)
                                        .build()))
                .build();
    }
}
