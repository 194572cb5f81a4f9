package dev.mooring.hostagent.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.AwsServiceClientConfiguration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;

class AwsClientsTest {
    @Test
    void givesACallThatNobodyAnswersUpAfterFifteenSeconds() {
        try (AwsClients clients = AwsClients.connect("us-east-1", AwsRetryStrategy.doNotRetry(), Optional.empty())) {
            Stream.<AwsServiceClientConfiguration>of(
                            clients.loadBalancing().serviceClientConfiguration(),
                            clients.autoScaling().serviceClientConfiguration(),
                            clients.cloudWatch().serviceClientConfiguration())
                    .forEach(client -> assertEquals(
                            Optional.of(Duration.ofSeconds(15)),
                            client.overrideConfiguration().apiCallTimeout()));
        }
    }
}
