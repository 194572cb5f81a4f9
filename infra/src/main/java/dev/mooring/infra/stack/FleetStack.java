package dev.mooring.infra.stack;

import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.Front;
import dev.mooring.capacity.PortBudget;
import dev.mooring.infra.Deployment;
import dev.mooring.infra.DeploymentPlan;
import dev.mooring.infra.Names;
import dev.mooring.infra.construct.ConnectionBalancer;
import dev.mooring.infra.construct.ConnectionFleet;
import dev.mooring.infra.construct.FleetAlarms;
import dev.mooring.infra.construct.FleetDashboard;
import dev.mooring.infra.construct.FleetNetwork;
import dev.mooring.infra.construct.HostAccess;
import dev.mooring.infra.construct.HostBundles;
import dev.mooring.infra.construct.StaleTargetSweep;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.DefaultStackSynthesizer;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.ec2.Vpc;
import software.constructs.Construct;

/**
 * The whole fleet in one stack: network, load balancer, hosts, alarms. One, so that {@code cdk deploy} needs no names and
 * one roll-back takes everything back.
 */
public final class FleetStack extends Stack {
    private final List<String> zones;
    private final CfnOutput groupName;

    private FleetStack(Construct scope, DeploymentPlan inputs, HostBundles.Archives archives) {
        super(scope, Names.STACK, properties(inputs.deployment()));
        CapacityPlan plan = inputs.plan();
        zones = FleetNetwork.zones(inputs.deployment());
        String group = Names.group(getStackName());
        Vpc network = FleetNetwork.create(this, inputs.deployment());
        Optional<ConnectionBalancer> balancer = plan.spec().ingress().front() == Front.NLB
                ? Optional.of(ConnectionBalancer.create(this, inputs, network))
                : Optional.empty();
        HostAccess access = HostAccess.create(this, inputs, network, group, balancer);
        FleetAlarms alarms = FleetAlarms.create(this, plan, group, balancer);
        ConnectionFleet fleet = ConnectionFleet.create(this, inputs, network, access, balancer, archives, alarms);
        FleetDashboard.create(this, alarms.metrics(), plan.maxConnections(), balancer);
        if (plan.host().ports().mode() == PortBudget.Mode.IP) {
            balancer.ifPresent(front ->
                    StaleTargetSweep.create(this, group, front.targets().getTargetGroupArn()));
        }
        groupName = output("GroupName", group, "The Auto Scaling group of the hosts");
        output("VerifyCommand", verifyCommand(group), "Checks every host; see docs/operations.md");
        output("EventsTopic", alarms.topic().getTopicArn(), "Alarms and scaling events; subscribe to it");
        boolean secure = plan.spec().ingress().secure();
        balancer.ifPresent(front -> {
            output("Url", front.url(), "What clients connect to");
            if (secure) {
                output(
                        "BalancerName",
                        front.balancer().getLoadBalancerDnsName(),
                        "What the name of the certificate is to be an alias of");
            }
        });
        inputs.deployment()
                .domain()
                .filter(name -> balancer.isEmpty())
                .ifPresent(name -> output(
                        "Url",
                        (secure ? "wss://" : "ws://") + name + ":"
                                + plan.spec().host().ports().first() + "/",
                        "What clients connect to, on this port or another of "
                                + plan.spec().host().ports()));
        access.push().ifPresent(push -> {
            output(
                    "PushUrl",
                    "http://" + push.name() + ":"
                            + inputs.messaging().pushPort().orElseThrow(),
                    "What backends in the fleet's network push to");
            output("PushCallers", push.callers().getSecurityGroupId(), "The security group that backends need");
        });
        orderCreation(access, fleet);
        fleet.follow(this, plan, alarms);
        FleetSuppressions.apply(this);
    }

    /**
     * An endpoint that is being created cannot be deleted, for minutes, and a deployment that fails meanwhile cannot be
     * taken back. So what may fail comes before it, and the hosts after it, which then can be reached from their first
     * minute on.
     */
    private void orderCreation(HostAccess access, ConnectionFleet fleet) {
        List<String> later = List.of(
                access.endpoint().getNode().getId(), fleet.group().getNode().getId());
        getNode().getChildren().stream()
                .filter(Construct.class::isInstance)
                .map(Construct.class::cast)
                .filter(part -> !later.contains(part.getNode().getId()))
                .filter(part -> !(part instanceof CfnOutput))
                .forEach(access.endpoint().getNode()::addDependency);
        fleet.group().getNode().addDependency(access.endpoint());
    }

    public static FleetStack create(Construct scope, DeploymentPlan inputs, HostBundles.Archives archives) {
        return new FleetStack(scope, inputs, archives);
    }

    /** The zones that were given, or tokens: without this the CDK would ask AWS while it synthesizes. */
    @Override
    public List<String> getAvailabilityZones() {
        return zones;
    }

    /** The name of the Auto Scaling group, for the step that verifies a release. */
    CfnOutput groupName() {
        return groupName;
    }

    private CfnOutput output(String id, String value, String description) {
        return CfnOutput.Builder.create(this, id)
                .value(value)
                .description(description)
                .build();
    }

    private String verifyCommand(String group) {
        return "host-tuning/verify --asg " + group + " --region " + getRegion()
                + " --host-key console --proxy-command 'infra/connect " + getRegion() + " %h %p %r " + group + "'";
    }

    private static StackProps properties(Deployment deployment) {
        return StackProps.builder()
                // In a pipeline too: its first run updates the fleet that is there, and starts no second one.
                .stackName(deployment.stack())
                .description("Mooring: a fleet that holds WebSockets")
                .synthesizer(DefaultStackSynthesizer.Builder.create()
                        .bucketPrefix(Names.assets(deployment.stack()))
                        .build())
                .env(Environment.builder()
                        .account(deployment.account().orElse(null))
                        .region(deployment.region().orElse(null))
                        .build())
                .build();
    }
}
