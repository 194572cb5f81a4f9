package dev.mooring.hostagent;

import dev.mooring.capacity.HostSecrets;
import dev.mooring.capacity.credential.Credential;
import dev.mooring.hostagent.aws.AwsClients;
import dev.mooring.hostagent.aws.ConnectionMetric;
import dev.mooring.hostagent.aws.CreationSignal;
import dev.mooring.hostagent.aws.Entrance;
import dev.mooring.hostagent.aws.FleetLoad;
import dev.mooring.hostagent.aws.GroupMember;
import dev.mooring.hostagent.aws.HostName;
import dev.mooring.hostagent.aws.HostSecret;
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
import dev.mooring.hostagent.lifecycle.SecretRenewal;
import dev.mooring.hostagent.lifecycle.Service;
import dev.mooring.hostagent.secret.SecretFile;
import dev.mooring.hostagent.server.ServerAdmin;
import dev.mooring.hostagent.server.ServerUnit;
import dev.mooring.hostagent.server.VerifyRun;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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
                configuration.membership().group(),
                instance,
                configuration.membership().launchHook(),
                configuration.membership().terminateHook());
        Optional<CreationSignal> signal = configuration
                .membership()
                .creation()
                .map(creation ->
                        new CreationSignal(clients.cloudFormation(), creation.stack(), creation.resource(), instance));
        ServerAdmin server = new ServerAdmin(http, configuration.server().admin());
        JoinDeadline deadline = new JoinDeadline(
                clock.instant(),
                configuration.times().joinDeadline(),
                configuration.times().deregistrationDelay());
        LeavePace pace = new LeavePace(
                configuration.times().balancerLag(), configuration.times().drainWindow());
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
                                clients.cloudWatch(),
                                configuration.metrics().namespace(),
                                configuration.membership().group()),
                        mover(configuration, clients, server, wallClock),
                        configuration.balancing().rotation(),
                        new SecretRenewal(
                                secrets(configuration, clients, wallClock),
                                configuration.server().secrets().interval(),
                                clock),
                        MetricSchedule.of(configuration.metrics().interval(), instance),
                        clock,
                        wallClock),
                new Leave(entrance, member, server, unit, configuration.times().heartbeatInterval(), clock));
    }

    private static Optional<Entrance> entrance(
            AgentConfiguration configuration, AwsClients clients, InstanceMetadata metadata, String instance)
            throws IOException, InterruptedException {
        if (configuration.membership().targetGroup().isPresent()) {
            return Optional.of(new HostTargets(
                    clients.loadBalancing(),
                    configuration.membership().targetGroup().get(),
                    metadata.privateAddress(),
                    configuration.server().ports()));
        }
        if (configuration.membership().name().isEmpty()) {
            return Optional.empty();
        }
        AgentConfiguration.Name name = configuration.membership().name().get();
        return Optional.of(new HostName(
                clients.names(),
                name.zone(),
                name.name(),
                configuration.membership().group(),
                instance,
                metadata.publicAddress()));
    }

    /** The files of this host's certificate and keys, where it has any. */
    static List<SecretFile> secrets(AgentConfiguration configuration, AwsClients clients, InstantSource wallClock) {
        AgentConfiguration.Secrets secrets = configuration.server().secrets();
        List<SecretFile> files = new ArrayList<>();
        secrets.certificate()
                .ifPresent(name -> files.add(new SecretFile(
                        new HostSecret(clients.secrets(), name),
                        secrets.folder()
                                .resolve(Path.of(HostSecrets.CERTIFICATE).getFileName()),
                        secrets.owner(),
                        file -> Credential.read(file, file, wallClock.instant()))));
        secrets.tokenKeys()
                .ifPresent(name -> files.add(new SecretFile(
                        new HostSecret(clients.secrets(), name),
                        secrets.folder().resolve(Path.of(HostSecrets.TOKEN_KEYS).getFileName()),
                        secrets.owner(),
                        _ -> {})));
        return files;
    }

    private static Optional<Mover> mover(
            AgentConfiguration configuration, AwsClients clients, ServerAdmin server, InstantSource wallClock) {
        return configuration.balancing().move()
                ? Optional.of(new Mover(
                        new FleetLoad(
                                clients.cloudWatch(),
                                configuration.metrics().namespace(),
                                configuration.membership().group()),
                        server,
                        configuration.times().drainWindow(),
                        configuration.balancing().rotation(),
                        wallClock))
                : Optional.empty();
    }
}
