package dev.mooring.infra.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.infra.template.Template;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateResponse;

/** What is deployed, as {@code infra/synth --against} asks for it; the answers are made from the service's model. */
final class DeployedStackTest {
    private Optional<ModeledAws> started = Optional.empty();

    @BeforeEach
    void start() throws IOException {
        started = Optional.of(ModeledAws.start());
    }

    @AfterEach
    void stop() {
        started.ifPresent(ModeledAws::close);
    }

    @Test
    void isComparedByTheTemplateOfItsLastDeployment() {
        aws().answer(
                        "GetTemplate",
                        GetTemplateResponse.builder()
                                .templateBody("{\"Resources\": {\"Events\": {\"Type\": \"AWS::SNS::Topic\"}}}")
                                .build());

        Template template = template().orElseThrow();

        assertEquals(1, template.ofType("AWS::SNS::Topic").count());
    }

    @Test
    void isNothingBeforeTheFirstDeployment() {
        aws().refuse("GetTemplate", "ValidationError", "Stack with id Mooring does not exist");

        assertEquals(Optional.empty(), template());
    }

    @Test
    void isUnknownToWhomMayNotReadIt() {
        aws().refuse("GetTemplate", "AccessDenied", "User is not authorized to perform: cloudformation:GetTemplate");

        String said = String.valueOf(
                assertThrows(NoAccountException.class, this::template).getMessage());

        assertTrue(said.startsWith("the template of stack Mooring cannot be read: User is not authorized"), said);
        assertTrue(said.endsWith("or name a file to compare with"), said);
    }

    private ModeledAws aws() {
        return started.orElseThrow();
    }

    private Optional<Template> template() {
        try (AccountClients clients = new AccountClients(
                "us-east-1",
                () -> AwsBasicCredentials.create("key", "secret"),
                Optional.of(aws().uri()),
                UrlConnectionHttpClient.create())) {
            return DeployedStack.template(clients, "Mooring");
        }
    }
}
