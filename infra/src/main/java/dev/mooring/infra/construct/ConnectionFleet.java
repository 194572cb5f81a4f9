package dev.mooring.infra.construct;

import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.Growth;
import dev.mooring.capacity.PortBudget;
import dev.mooring.capacity.RollPace;
import dev.mooring.infra.DeploymentPlan;
import dev.mooring.infra.Names;
import dev.mooring.infra.userdata.HostIdentity;
import dev.mooring.infra.userdata.HostUserData;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.CfnCreationPolicy;
import software.amazon.awscdk.CfnResourceSignal;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.services.autoscaling.AutoScalingGroup;
import software.amazon.awscdk.services.autoscaling.CfnAutoScalingGroup;
import software.amazon.awscdk.services.autoscaling.CfnAutoScalingGroup.LifecycleHookSpecificationProperty;
import software.amazon.awscdk.services.autoscaling.Ec2HealthChecksOptions;
import software.amazon.awscdk.services.autoscaling.GroupMetrics;
import software.amazon.awscdk.services.autoscaling.HealthChecks;
import software.amazon.awscdk.services.autoscaling.InstanceRefreshOptions;
import software.amazon.awscdk.services.autoscaling.InstanceRefreshStrategy;
import software.amazon.awscdk.services.autoscaling.MetricTargetTrackingProps;
import software.amazon.awscdk.services.autoscaling.NotificationConfiguration;
import software.amazon.awscdk.services.autoscaling.ScaleInProtectedInstances;
import software.amazon.awscdk.services.autoscaling.ScalingEvents;
import software.amazon.awscdk.services.autoscaling.StandbyInstances;
import software.amazon.awscdk.services.autoscaling.UpdatePolicy;
import software.amazon.awscdk.services.ec2.LaunchTemplate;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.iam.Role;
import software.constructs.Construct;

/**
 * The Auto Scaling group of the hosts.
 *
 * <p>It grows by itself, at 80 % of the cap (of what spare hosts leave of it), and from one host to two much earlier ({@link
 * SecondHost}), because a new host gets new connections only. It never shrinks by itself: a host that goes closes all its
 * connections. New hosts replace old ones before these go, some at a time, and an alarm
 * takes a release back.
 *
 * @param group the group
 */
public record ConnectionFleet(AutoScalingGroup group) {
    /** No more than a quarter leaves between two, however large the fleet has grown. */
    private static final List<Number> CHECKPOINTS = List.of(25, 50, 75, 100);

    private static final Duration CHECKPOINT_PAUSE = Duration.minutes(10);
    private static final Duration BAKE = Duration.minutes(10);
    private static final Duration WARM_UP = Duration.minutes(3);

    public static ConnectionFleet create(
            Construct scope,
            DeploymentPlan inputs,
            Vpc network,
            HostAccess access,
            Optional<ConnectionBalancer> balancer,
            HostBundles.Archives archives,
            FleetAlarms alarms) {
        CapacityPlan plan = inputs.plan();
        String name = Names.group(Stack.of(scope).getStackName());
        Optional<String> targetGroup = balancer.filter(
                        front -> plan.host().ports().mode() == PortBudget.Mode.IP)
                .map(front -> front.targets().getTargetGroupArn());
        Role role =
                HostRole.create(scope, name, targetGroup, plan.spec().fleet().move());
        access.push().ifPresent(push -> {
            push.grant(role);
            push.sweep(scope, name);
        });
        SecretAccess.grant(
                scope, role, inputs.secrets(), inputs.deployment().host().secretsKey());
        inputs.deployment().name().ifPresent(given -> HostName.grant(scope, role, given, name));
        HostBundles bundles = HostBundles.of(scope, archives, role);
        HostIdentity identity = new HostIdentity(
                Stack.of(scope).getRegion(),
                Stack.of(scope).getStackName(),
                name,
                targetGroup,
                inputs.deployment().name().map(given -> new HostIdentity.PublishedName(given.zone(), given.name())),
                access.push()
                        .map(push -> new HostIdentity.PublishedName(push.zone().getHostedZoneId(), push.name())));
        LaunchTemplate template = HostTemplate.create(
                scope, inputs, role, access.hosts(), HostUserData.of(inputs, identity, bundles.bundles()));
        Tags.of(template).add("Name", name);
        AutoScalingGroup group = AutoScalingGroup.Builder.create(scope, "Hosts")
                .autoScalingGroupName(name)
                .vpc(network)
                .launchTemplate(template)
                .minCapacity(plan.fleet().hosts())
                .maxCapacity(plan.fleet().maxHosts())
                .healthChecks(HealthChecks.ec2(
                        Ec2HealthChecksOptions.builder().gracePeriod(WARM_UP).build()))
                .defaultInstanceWarmup(WARM_UP)
                .groupMetrics(List.of(GroupMetrics.all()))
                .notifications(List.of(NotificationConfiguration.builder()
                        .topic(alarms.topic())
                        .scalingEvents(ScalingEvents.ALL)
                        .build()))
                .updatePolicy(refresh(plan, alarms))
                .build();
        awaitFirstHosts(Underlying.of(group, CfnAutoScalingGroup.class), plan);
        grow(group, plan, alarms);
        balancer.ifPresent(front -> connect(group, front, targetGroup.isEmpty()));
        // The first boot needs the role's policies and a way out, which the group does not refer to.
        group.getNode().addDependency(role, network.getInternetConnectivityEstablished());
        return new ConnectionFleet(group);
    }

    /** What works on the group, and so can only be made after it: nothing that the group waits for may wait for this. */
    public void follow(Construct scope, CapacityPlan plan, FleetAlarms alarms) {
        if (Growth.fromOne(plan.fleet())) {
            SecondHost.start(scope, group, plan, alarms.metrics());
        }
        String name = Names.group(Stack.of(scope).getStackName());
        KeptHosts.create(scope, group, HostRole.groupArn(scope, name), name);
    }

    /**
     * Holds the first hosts back until they are verified, and the stack with them: without it the deployment ends well while
     * no host can start. Each says so itself; a host that fails says that, too. As long as the launch hook waits.
     */
    private static void awaitFirstHosts(CfnAutoScalingGroup group, CapacityPlan plan) {
        group.overrideLogicalId(Names.GROUP_RESOURCE);
        Lint.accept(group, Lint.UPDATE_POLICY);
        group.setLifecycleHookSpecificationList(hooks(plan.roll()));
        group.getCfnOptions()
                .setCreationPolicy(CfnCreationPolicy.builder()
                        .resourceSignal(CfnResourceSignal.builder()
                                .count(plan.fleet().hosts())
                                .timeout(plan.roll().launchTimeout().toString())
                                .build())
                        .build());
    }

    private static UpdatePolicy refresh(CapacityPlan plan, FleetAlarms alarms) {
        return UpdatePolicy.instanceRefresh(InstanceRefreshOptions.builder()
                .strategy(InstanceRefreshStrategy.ROLLING)
                .minHealthyPercentage(100)
                .maxHealthyPercentage(
                        plan.rollBatch().maxHealthyPercentage(plan.fleet().hosts()))
                .checkpointPercentages(CHECKPOINTS)
                .checkpointDelay(CHECKPOINT_PAUSE)
                .bakeTime(BAKE)
                .instanceWarmup(WARM_UP)
                // A host that somebody looks at, or has protected, would otherwise hold the refresh up for an hour and
                // fail it.
                .standbyInstances(StandbyInstances.IGNORE)
                .scaleInProtectedInstances(ScaleInProtectedInstances.REFRESH)
                .alarms(List.copyOf(alarms.rollback()))
                .build());
    }

    /** Part of the group itself: hooks that are resources of their own come after the first hosts have started. */
    private static List<Object> hooks(RollPace pace) {
        return List.of(
                LifecycleHookSpecificationProperty.builder()
                        .lifecycleHookName(Names.LAUNCH_HOOK)
                        .lifecycleTransition("autoscaling:EC2_INSTANCE_LAUNCHING")
                        .heartbeatTimeout(pace.launchTimeout().toSeconds())
                        .defaultResult("ABANDON")
                        .build(),
                LifecycleHookSpecificationProperty.builder()
                        .lifecycleHookName(Names.TERMINATE_HOOK)
                        .lifecycleTransition("autoscaling:EC2_INSTANCE_TERMINATING")
                        .heartbeatTimeout(pace.terminateTimeout().toSeconds())
                        .defaultResult("CONTINUE")
                        .build());
    }

    private static void grow(AutoScalingGroup group, CapacityPlan plan, FleetAlarms alarms) {
        group.scaleToTrackMetric(
                "Connections",
                MetricTargetTrackingProps.builder()
                        .metric(alarms.metrics().connections("Average"))
                        .targetValue((long) (plan.maxConnections() * Growth.OF_SEVERAL * kept(plan)))
                        .disableScaleIn(true)
                        .estimatedInstanceWarmup(WARM_UP)
                        .build());
    }

    /** The share of its cap that a host may hold so that the spare ones stay spare. */
    private static double kept(CapacityPlan plan) {
        return (double) (plan.fleet().hosts() - plan.fleet().spare())
                / plan.fleet().hosts();
    }

    private static void connect(AutoScalingGroup group, ConnectionBalancer front, boolean byInstance) {
        if (byInstance) {
            group.attachToNetworkTargetGroup(front.targets());
        }
        group.getNode().addDependency(front.listener());
    }
}
