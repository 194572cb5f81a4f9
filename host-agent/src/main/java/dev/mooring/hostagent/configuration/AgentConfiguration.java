package dev.mooring.hostagent.configuration;

import dev.mooring.capacity.unit.PortRange;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * All settings of the agent, checked.
 *
 * @param targetGroup ARN of the target group of type {@code ip}; empty where the host registers nothing
 * @param name what clients find the host by where no load balancer stands before it; empty where it publishes nothing
 * @param group name of the Auto Scaling group
 * @param launchHook name of the hook that lets the host into service; empty for none
 * @param terminateHook name of the hook that waits for the drain; empty for none
 * @param creation what waits for the first hosts; empty for nothing
 * @param ports the server's ports, each one target
 * @param admin the server's admin port
 * @param verify what must be shown before the host joins
 * @param balancerLag how long clients are sent to a host that was deregistered or taken out of the name
 * @param drainWindow over which the server closes its connections
 * @param deregistrationDelay of the target group
 * @param balancing how clients come to the emptier hosts
 * @param metricNamespace in CloudWatch
 * @param metricInterval between two readings of the connection count
 * @param heartbeatInterval between two heartbeats of the terminate hook, less than its timeout
 * @param joinDeadline from the start of the agent to a verified host
 * @param stateFile where the present state is written for people; never read back
 * @param console a terminal that shows the way in; empty for none
 */
public record AgentConfiguration(
        Optional<String> targetGroup,
        Optional<Name> name,
        String group,
        Optional<String> launchHook,
        Optional<String> terminateHook,
        Optional<Creation> creation,
        String region,
        PortRange ports,
        URI admin,
        VerifySettings verify,
        Duration balancerLag,
        Duration drainWindow,
        Duration deregistrationDelay,
        Balancing balancing,
        String metricNamespace,
        Duration metricInterval,
        Duration heartbeatInterval,
        Duration joinDeadline,
        Path stateFile,
        Optional<Path> console) {
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
