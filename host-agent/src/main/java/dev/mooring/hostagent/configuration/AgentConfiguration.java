package dev.mooring.hostagent.configuration;

import dev.mooring.capacity.unit.PortRange;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * All settings of the agent, checked.
 *
 * @param membership what the host belongs to
 * @param server beside which the agent runs
 * @param verify what must be shown before the host joins
 * @param times of coming and going
 * @param balancing how clients come to the emptier hosts
 * @param output where the agent is seen
 */
public record AgentConfiguration(
        Membership membership,
        Server server,
        VerifySettings verify,
        Times times,
        Balancing balancing,
        Metrics metrics,
        Output output) {
    /**
     * What the host belongs to.
     *
     * @param targetGroup ARN of the target group of type {@code ip}; empty where the host registers nothing
     * @param name what clients find the host by where no load balancer stands before it; empty where it publishes nothing
     * @param group name of the Auto Scaling group
     * @param launchHook name of the hook that lets the host into service; empty for none
     * @param terminateHook name of the hook that waits for the drain; empty for none
     * @param creation what waits for the first hosts; empty for nothing
     */
    public record Membership(
            Optional<String> targetGroup,
            Optional<Name> name,
            String group,
            Optional<String> launchHook,
            Optional<String> terminateHook,
            Optional<Creation> creation,
            String region) {}

    /**
     * The server on this host.
     *
     * @param ports each one target
     * @param admin its admin port
     * @param secrets what it reads from files that the agent writes
     */
    public record Server(PortRange ports, URI admin, Secrets secrets) {}

    /**
     * What the agent reads from Secrets Manager for the server.
     *
     * @param certificate name of the secret with the chain and the key of its certificate; empty for none
     * @param tokenKeys name of the secret with which tokens are signed; empty for none
     * @param folder where the files are written
     * @param owner whom they belong to
     * @param interval after which they are read again
     */
    public record Secrets(
            Optional<String> certificate, Optional<String> tokenKeys, Path folder, String owner, Duration interval) {}

    /**
     * How long what may take.
     *
     * @param balancerLag how long clients are sent to a host that was deregistered or taken out of the name
     * @param drainWindow over which the server closes its connections
     * @param deregistrationDelay of the target group
     * @param heartbeatInterval between two heartbeats of the terminate hook, less than its timeout
     * @param joinDeadline from the start of the agent to a verified host
     */
    public record Times(
            Duration balancerLag,
            Duration drainWindow,
            Duration deregistrationDelay,
            Duration heartbeatInterval,
            Duration joinDeadline) {}

    /**
     * What is told to CloudWatch.
     *
     * @param interval between two readings of the connection count
     */
    public record Metrics(String namespace, Duration interval) {}

    /**
     * Where the agent is seen.
     *
     * @param stateFile where the present state is written in human-readable form; never read back
     * @param console a terminal that shows the way in; empty for none
     */
    public record Output(Path stateFile, Optional<Path> console) {}

    /**
     * A name that the host adds its public address to.
     *
     * @param zone the id of its zone in Route 53
     */
    public record Name(String zone, String name) {}

    /**
     * How clients come to the emptier hosts.
     *
     * @param rotation whether a load balancer asks the server before it sends
     * @param move whether connections are moved there
     */
    public record Balancing(boolean rotation, boolean move) {}

    /**
     * What is being created while the first hosts start.
     *
     * @param stack name of the CloudFormation stack
     * @param resource logical id of the group in it
     */
    public record Creation(String stack, String resource) {}
}
