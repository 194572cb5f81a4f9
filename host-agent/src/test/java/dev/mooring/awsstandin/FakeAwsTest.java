package dev.mooring.awsstandin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.hostagent.aws.AwsClients;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ListenerAttribute;

/** The rules that are refused over the wire, as the SDK sees them. */
final class FakeAwsTest {
    private final SettableClock clock = new SettableClock();
    private FakeAws aws;
    private AwsClients clients;

    FakeAwsTest() throws IOException {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        aws = FakeAws.start(clock, new Gate(), Duration.ofMinutes(2), Duration.ofMinutes(2));
        clients = AwsClients.connect("us-east-1", AwsRetryStrategy.doNotRetry(), Optional.of(aws.uri()));
    }

    @BeforeEach
    void addParts() {
        aws.listeners().add("arn:tcp", "TCP");
        aws.listeners().add("arn:tls", "TLS");
        aws.loadBalancer().add(TargetGroup.ofAddresses("arn:addresses", Duration.ofMinutes(5)));
        aws.loadBalancer().add(TargetGroup.ofInstances("arn:instances", Duration.ofMinutes(5)));
    }

    @AfterEach
    void close() {
        clients.close();
        aws.close();
    }

    @ParameterizedTest
    @CsvSource({"59, between 60 and 6000", "6001, between 60 and 6000", "many, between 60 and 6000"})
    void refusesAnIdleTimeoutOutsideItsRange(String seconds, String message) {
        AwsServiceException refusal = refusedTimeout("arn:tcp", seconds);

        assertEquals("InvalidConfigurationRequest", refusal.awsErrorDetails().errorCode());
        assertEquals(
                "Listener attribute 'tcp.idle_timeout.seconds' must be " + message,
                refusal.awsErrorDetails().errorMessage());
        assertEquals("350", aws.listeners().idleTimeout("arn:tcp"));
    }

    @ParameterizedTest
    @CsvSource({"60", "660", "6000"})
    void takesAnIdleTimeoutInItsRange(String seconds) {
        setTimeout("arn:tcp", seconds);

        assertEquals(seconds, aws.listeners().idleTimeout("arn:tcp"));
    }

    @Test
    void refusesAnyIdleTimeoutOfATlsListener() {
        assertEquals(
                "Listener attribute 'tcp.idle_timeout.seconds' is not supported for protocol TLS",
                refusedTimeout("arn:tls", "350").awsErrorDetails().errorMessage());
    }

    @Test
    void refusesToAttachAGroupOfAddressesToAnAutoScalingGroup() {
        AwsServiceException refusal = assertThrows(AwsServiceException.class, () -> attach("arn:addresses"));

        assertEquals("ValidationError", refusal.awsErrorDetails().errorCode());
        attach("arn:instances");
    }

    @Test
    void throttlesOnDemand() {
        aws.throttleNext(1);

        AwsServiceException refusal = assertThrows(AwsServiceException.class, () -> attach("arn:instances"));

        assertEquals("Throttling", refusal.awsErrorDetails().errorCode());
        assertEquals(true, refusal.isThrottlingException());
        attach("arn:instances");
    }

    @Test
    void endsAHookThatNobodyAnswersAtItsTimeout() {
        aws.group().beginLaunchHook();
        clock.advance(Duration.ofMinutes(2));

        assertEquals("Terminating:Wait", aws.group().state());
        clock.advance(Duration.ofMinutes(2));
        assertEquals("Terminated", aws.group().state());
        assertEquals(
                List.of("launch timed out", "terminate timed out"), aws.group().events());
    }

    @Test
    void refusesMetadataWithoutAToken() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI address = aws.uri().resolve("/latest/meta-data/instance-id");
            HttpRequest request = HttpRequest.newBuilder(address).build();

            assertEquals(401, client.send(request, BodyHandlers.ofString()).statusCode());
        }
    }

    private AwsServiceException refusedTimeout(String listener, String seconds) {
        return assertThrows(AwsServiceException.class, () -> setTimeout(listener, seconds));
    }

    private void setTimeout(String listener, String seconds) {
        ListenerAttribute attribute = ListenerAttribute.builder()
                .key(Listeners.IDLE_TIMEOUT)
                .value(seconds)
                .build();
        clients.loadBalancing()
                .modifyListenerAttributes(
                        request -> request.listenerArn(listener).attributes(attribute));
    }

    private void attach(String targetGroup) {
        clients.autoScaling()
                .attachLoadBalancerTargetGroups(
                        request -> request.autoScalingGroupName(FakeAws.GROUP).targetGroupARNs(targetGroup));
    }
}
