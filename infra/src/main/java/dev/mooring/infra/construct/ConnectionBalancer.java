package dev.mooring.infra.construct;

import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.PortBudget;
import dev.mooring.capacity.RollPace;
import dev.mooring.capacity.Rotation;
import dev.mooring.infra.DeploymentPlan;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.ec2.ISecurityGroup;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.Port;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.elasticloadbalancingv2.BaseNetworkListenerProps;
import software.amazon.awscdk.services.elasticloadbalancingv2.HealthCheck;
import software.amazon.awscdk.services.elasticloadbalancingv2.ListenerCertificate;
import software.amazon.awscdk.services.elasticloadbalancingv2.NetworkListener;
import software.amazon.awscdk.services.elasticloadbalancingv2.NetworkLoadBalancer;
import software.amazon.awscdk.services.elasticloadbalancingv2.NetworkTargetGroup;
import software.amazon.awscdk.services.elasticloadbalancingv2.Protocol;
import software.amazon.awscdk.services.elasticloadbalancingv2.SslPolicy;
import software.amazon.awscdk.services.elasticloadbalancingv2.TargetType;
import software.constructs.Construct;

/**
 * The Network Load Balancer in front of the hosts.
 *
 * <p>With TLS on the hosts it passes on what comes at port 443, as it does at port 80 without TLS.
 *
 * <p>Types of the previous generation become targets by address, once per port, and register themselves: the load
 * balancer refuses their instance ids, an Auto Scaling group cannot use a target group of type ip, and without the
 * client's address there are 55,000 connections for each address and port. Current types become targets by instance id,
 * and clients keep their addresses.
 *
 * @param url what clients connect to
 */
public record ConnectionBalancer(
        NetworkLoadBalancer balancer,
        NetworkListener listener,
        NetworkTargetGroup targets,
        SecurityGroup group,
        String url) {
    private static final int PLAIN_PORT = 80;
    private static final int TLS_PORT = 443;
    /**
     * Of a target group whose hosts register themselves, each port by its number: it says nothing, and another one would replace
     * the group, and empty the load balancer until new hosts had joined.
     */
    private static final int NO_HOSTS_PORT = 8080;

    public static ConnectionBalancer create(Construct scope, DeploymentPlan inputs, IVpc network) {
        boolean secure = inputs.plan().spec().ingress().secure();
        int port = secure ? TLS_PORT : PLAIN_PORT;
        SecurityGroup group = SecurityGroup.Builder.create(scope, "BalancerAccess")
                .vpc(network)
                .description("Clients to the load balancer")
                .allowAllOutbound(false)
                .build();
        group.addIngressRule(Peer.anyIpv4(), Port.tcp(port), "clients");
        NetworkLoadBalancer balancer = NetworkLoadBalancer.Builder.create(scope, "Balancer")
                .vpc(network)
                .internetFacing(true)
                .crossZoneEnabled(true)
                .securityGroups(List.of((ISecurityGroup) group))
                .build();
        NetworkTargetGroup targets = targets(scope, inputs.plan(), inputs.plan().roll(), network);
        NetworkListener listener = balancer.addListener("Clients", listener(inputs, port, targets));
        String name = inputs.deployment().domain().orElse(balancer.getLoadBalancerDnsName());
        return new ConnectionBalancer(balancer, listener, targets, group, (secure ? "wss://" : "ws://") + name + "/");
    }

    private static BaseNetworkListenerProps listener(DeploymentPlan inputs, int port, NetworkTargetGroup targets) {
        BaseNetworkListenerProps.Builder listener =
                BaseNetworkListenerProps.builder().port(port).defaultTargetGroups(List.of(targets));
        return inputs.deployment()
                .encryption()
                .certificate()
                .map(arn -> listener.protocol(Protocol.TLS)
                        .sslPolicy(SslPolicy.RECOMMENDED_TLS)
                        .certificates(List.of(ListenerCertificate.fromArn(arn))))
                .orElseGet(() -> listener.protocol(Protocol.TCP)
                        .tcpIdleTimeout(seconds(inputs.plan().host().timeouts().idleTimeout())))
                .build();
    }

    private static NetworkTargetGroup targets(Construct scope, CapacityPlan plan, RollPace pace, IVpc network) {
        boolean byAddress = plan.host().ports().mode() == PortBudget.Mode.IP;
        NetworkTargetGroup targets = NetworkTargetGroup.Builder.create(scope, "Targets")
                .vpc(network)
                .protocol(Protocol.TCP)
                .port(byAddress ? NO_HOSTS_PORT : plan.spec().host().ports().first())
                .targetType(byAddress ? TargetType.IP : TargetType.INSTANCE)
                .preserveClientIp(!byAddress)
                .deregistrationDelay(seconds(pace.deregistrationDelay()))
                .connectionTermination(true)
                .healthCheck(HealthCheck.builder()
                        .protocol(Protocol.HTTP)
                        .port(Integer.toString(Rotation.HEALTH_PORT))
                        .path(Rotation.HEALTH_PATH)
                        .interval(seconds(Rotation.HEALTH_INTERVAL))
                        .healthyThresholdCount(Rotation.HEALTH_CHECKS)
                        .unhealthyThresholdCount(Rotation.HEALTH_CHECKS)
                        .build())
                .build();
        if (plan.spec().ingress().proxyProtocol()) {
            targets.setAttribute("proxy_protocol_v2.enabled", "true");
        }
        // By default a host that is full, or misses two health checks in a pause of its CPU, loses all connections at
        // once.
        targets.setAttribute("target_health_state.unhealthy.connection_termination.enabled", "false");
        targets.setAttribute(
                "target_health_state.unhealthy.draining_interval_seconds",
                Long.toString(Rotation.DRAINING_INTERVAL.toSeconds()));
        return targets;
    }

    private static Duration seconds(java.time.Duration duration) {
        return Duration.seconds(duration.toSeconds());
    }
}
