package dev.mooring.hostagent.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.awsstandin.FakeAws;
import dev.mooring.awsstandin.Gate;
import dev.mooring.awsstandin.SettableClock;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class InstanceMetadataTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private final FakeAws aws;
    private final InstanceMetadata metadata;

    InstanceMetadataTest() throws IOException {
        aws = FakeAws.start(new SettableClock(), new Gate(), Duration.ofMinutes(2), Duration.ofMinutes(2));
        metadata = new InstanceMetadata(http, aws.uri());
    }

    @AfterEach
    void close() {
        http.close();
        aws.close();
    }

    @Test
    void takesNoErrorPageForAToken() {
        aws.metadata().refuseTokens(503);

        IOException failure = assertThrows(IOException.class, metadata::instanceId);

        assertEquals("the instance metadata answered 503 for a token", failure.getMessage());
    }

    @Test
    void takesATokenWithoutTheLineBreakAfterIt() throws Exception {
        aws.metadata().endTokensWith("\n");

        assertEquals(FakeAws.INSTANCE, metadata.instanceId());
    }
}
