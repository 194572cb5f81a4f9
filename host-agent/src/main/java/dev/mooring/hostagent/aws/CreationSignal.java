package dev.mooring.hostagent.aws;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.ResourceSignalStatus;

/**
 * What CloudFormation waits for while it creates the group: a word of each first host. A host that fails says so too, and
 * the deployment ends at once instead of at its timeout.
 *
 * <p>A stack that is not being created refuses the signal, which is the usual case: all hosts but the first meet it, so
 * it is one call that changes nothing. Source: CloudFormation, SignalResource and the CreationPolicy attribute.
 */
public final class CreationSignal {
    private static final Logger LOG = LoggerFactory.getLogger("mooring-agent");
    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;

    private final CloudFormationClient client;
    private final String stack;
    private final String resource;
    private final String instance;

    /**
     * Calls nothing yet.
     *
     * @param stack name of the stack
     * @param resource logical id of the group in it
     */
    public CreationSignal(CloudFormationClient client, String stack, String resource, String instance) {
        this.client = client;
        this.stack = stack;
        this.resource = resource;
        this.instance = instance;
    }

    /** This host is verified and in service. */
    public void success() {
        send(ResourceSignalStatus.SUCCESS);
    }

    /** This host gives up. */
    public void failure() {
        send(ResourceSignalStatus.FAILURE);
    }

    /** What is refused for good is not tried again: a host that serves must not leave because a signal is missing. */
    private void send(ResourceSignalStatus status) {
        try {
            client.signalResource(request -> request.stackName(stack)
                    .logicalResourceId(resource)
                    .uniqueId(instance)
                    .status(status));
        } catch (CloudFormationException refused) {
            int code = refused.statusCode();
            if (refused.isThrottlingException() || code < CLIENT_ERROR || code >= SERVER_ERROR) {
                throw refused;
            }
            LOG.info("nobody waits for this host in stack {}: {}", stack, refused.getMessage());
        }
    }
}
