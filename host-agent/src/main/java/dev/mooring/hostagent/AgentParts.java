package dev.mooring.hostagent;

import dev.mooring.hostagent.aws.AwsClients;
import dev.mooring.hostagent.aws.ConnectionMetric;
import dev.mooring.hostagent.aws.CreationSignal;
import dev.mooring.hostagent.aws.Entrance;
import dev.mooring.hostagent.aws.FleetLoad;
import dev.mooring.hostagent.aws.GroupMember;
import dev.mooring.hostagent.aws.HostName;
import dev.mooring.hostagent.aws.HostTargets;
import dev.mooring.hostagent.configuration.AgentConfiguration;
import dev.mooring.hostagent.instance.InstanceMetadata;
import dev.mooring.hostagent.lifecycle.AgentStop;
import dev.mooring.hostagent.lifecycle.DepartureWatch;
import dev.mooring.hostagent.lifecycle.HostLifecycle;
import dev.mooring.hostagent.lifecycle.Join;
import dev.mooring.hostagent.lifecycle.JoinDeadline;
import dev.mooring.hostagent.lifecycle.Leave;
import dev.mooring.hostagent.lifecycle.LeavePace;
import dev.mooring.hostagent.lifecycle.Membership;
import dev.mooring.hostagent.lifecycle.MetricSchedule;
import dev.mooring.hostagent.lifecycle.Mover;
import dev.mooring.hostagent.lifecycle.Service;
import dev.mooring.hostagent.server.ServerAdmin;
import dev.mooring.hostagent.server.ServerUnit;
import dev.mooring.hostagent.server.VerifyRun;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The parts of an agent put together, the same for the process and for tests. Asks the metadata who it is.
 *
 * <p>All of them go by one clock, which nobody sets; the wall clock is for times that AWS gives.
 */
final class AgentParts {
    private AgentParts() {}

    static HostLifecycle of(
            AgentConfiguration configuration,
            AwsClients clients,
            HttpClient http,
            InstanceMetadata metadata,
            ServerUnit unit,
            AgentStop stop,
            InstantSource clock,
            InstantSource wallClock)
            throws IOException, InterruptedException {
        String instance = metadata.instanceId();
        Optional<Entrance> entrance = entrance(configuration, clients, metadata, instance);
        GroupMember member = new GroupMember(
                clients.autoScaling(),
                configuration.group(),
                instance,
                configuration.launchHook(),
                configuration.terminateHook());
        Optional<CreationSignal> signal = configuration
                .creation()
                .map(creation ->
                        new CreationSignal(clients.cloudFormation(), creation.stack(), creation.resource(), instance));
        ServerAdmin server = new ServerAdmin(http, configuration.admin());
        JoinDeadline deadline =
                new JoinDeadline(clock.instant(), configuration.joinDeadline(), configuration.deregistrationDelay());
        LeavePace pace = new LeavePace(configuration.balancerLag(), configuration.drainWindow());
        return new HostLifecycle(
                new DepartureWatch(metadata, stop::machineStops, pace, clock, wallClock),
                new Join(
                        entrance,
                        member,
                        signal,
                        server,
                        new VerifyRun(configuration.verify(), wallClock),
                        deadline,
                        pace,
                        clock),
                new Membership(entrance, member, pace, clock),
                new Service(
                        server,
                        new ConnectionMetric(
                                clients.cloudWatch(), configuration.metricNamespace(), configuration.group()),
                        mover(configuration, clients, server, wallClock),
                        configuration.balancing().rotation(),
                        MetricSchedule.of(configuration.metricInterval(), instance),
                        clock,
                        wallClock),
                new Leave(entrance, member, server, unit, configuration.heartbeatInterval(), clock));
    }

    private static Optional<Entrance> entrance(
            AgentConfiguration configuration, AwsClients clients, InstanceMetadata metadata, String instance)
            throws IOException, InterruptedException {
        if (configuration.targetGroup().isPresent()) {
            return Optional.of(new HostTargets(
                    clients.loadBalancing(),
                    configuration.targetGroup().get(),
                    metadata.privateAddress(),
                    configuration.ports()));
        }
        if (configuration.name().isEmpty()) {
            return Optional.empty();
        }
        AgentConfiguration.Name name = configuration.name().get();
        return Optional.of(new HostName(
                clients.names(), name.zone(), name.name(), configuration.group(), instance, metadata.publicAddress()));
    }

    private static Optional<Mover> mover(
            AgentConfiguration configuration, AwsClients clients, ServerAdmin server, InstantSource wallClock) {
        return configuration.balancing().move()
                ? Optional.of(new Mover(
                        new FleetLoad(clients.cloudWatch(), configuration.metricNamespace(), configuration.group()),
                        server,
                        configuration.drainWindow(),
                        configuration.balancing().rotation(),
                        wallClock))
                : Optional.empty();
    }
}
