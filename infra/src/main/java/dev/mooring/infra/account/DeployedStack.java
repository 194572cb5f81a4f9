package dev.mooring.infra.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mooring.infra.template.Template;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.TemplateStage;

/** A stack in the account. Needs cloudformation:GetTemplate and DescribeStacks. */
public final class DeployedStack {
    /** What CloudFormation answers to a question about a stack that does not exist; it has no code for that alone. */
    private static final String NO_SUCH_STACK = "ValidationError";

    private DeployedStack() {}

    /**
     * The template with which the stack was deployed last.
     *
     * @return empty when there is no such stack
     * @throws NoAccountException when AWS does not say
     */
    public static Optional<Template> template(AccountClients clients, String stack) {
        try (CloudFormationClient client = clients.cloudFormation()) {
            String text = client.getTemplate(request -> request.stackName(stack).templateStage(TemplateStage.ORIGINAL))
                    .templateBody();
            return Optional.of(new Template(new JsonMapper().readTree(text)));
        } catch (CloudFormationException refused) {
            if (saysThereIsNone(refused)) {
                return Optional.empty();
            }
            throw unreadable(stack, refused);
        } catch (SdkException failure) {
            throw unreadable(stack, failure);
        } catch (JsonProcessingException other) {
            throw new NoAccountException("the template of stack " + stack
                    + " is not JSON, so it was not deployed by this app; name a file to compare with");
        }
    }

    /** The state of the stack, as in {@code CREATE_COMPLETE}; empty when there is none. */
    static Optional<String> status(AccountClients clients, String stack) {
        try (CloudFormationClient client = clients.cloudFormation()) {
            return client.describeStacks(request -> request.stackName(stack)).stacks().stream()
                    .findFirst()
                    .map(each -> each.stackStatusAsString());
        } catch (CloudFormationException refused) {
            if (saysThereIsNone(refused)) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    /** The name itself is checked before, so nothing else about the question can be invalid. */
    private static boolean saysThereIsNone(CloudFormationException refused) {
        return refused.awsErrorDetails() != null
                && NO_SUCH_STACK.equals(refused.awsErrorDetails().errorCode());
    }

    private static NoAccountException unreadable(String stack, SdkException failure) {
        return new NoAccountException(
                "the template of stack " + stack + " cannot be read: " + NoAccountException.reason(failure)
                        + "; set a profile or the usual variables, as for the AWS command line, or name a file to compare with");
    }
}
