package dev.mooring.hostagent;

import dev.mooring.awsstandin.AdminPort;
import dev.mooring.awsstandin.AutoScalingGroup;
import dev.mooring.awsstandin.FakeAws;
import dev.mooring.awsstandin.Gate;
import dev.mooring.awsstandin.SettableClock;
import dev.mooring.awsstandin.TargetGroup;
import dev.mooring.awsstandin.VerifyJson;
import dev.mooring.awsstandin.WaitingStack;
import dev.mooring.capacity.unit.PortRange;
import dev.mooring.hostagent.aws.AwsClients;
import dev.mooring.hostagent.configuration.AgentConfiguration;
import dev.mooring.hostagent.configuration.VerifySettings;
import dev.mooring.hostagent.instance.InstanceMetadata;
import dev.mooring.hostagent.lifecycle.AgentStop;
import dev.mooring.hostagent.lifecycle.HostLifecycle;
import dev.mooring.hostagent.lifecycle.HostState;
import dev.mooring.hostagent.server.ServerUnit;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;

/** One host: AWS and the server on loopback, and an agent with the real SDK clients that can be killed and started. */
final class TestHost implements AutoCloseable {
    static final String TARGET_GROUP = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/mooring/1";
    static final PortRange PORTS = new PortRange(8080, 8095);
    static final Duration DRAIN_WINDOW = Duration.ofMinutes(5);
    static final Duration DEREGISTRATION_DELAY = Duration.ofMinutes(2);
    static final Duration STEP = Duration.ofSeconds(5);
    private static final int MAX_STEPS = 2000;

    final SettableClock clock = new SettableClock();
    final Gate gate = new Gate();
    final FakeAws aws;
    final AdminPort server;
    AgentStop stop = new AgentStop();
    /** What verify reports from now on. */
    VerifyJson verified = VerifyJson.GOOD;
    /** What systemd says of the server's unit. */
    String unitState = "activating";

    Optional<String> targetGroup = Optional.of(TARGET_GROUP);
    /** Where there is no target group. */
    Optional<AgentConfiguration.Name> name = Optional.empty();

    Optional<String> launchHook = Optional.of(AutoScalingGroup.LAUNCH_HOOK);
    /** How long the agent takes the load balancer to go on sending. */
    Duration balancerLag = Duration.ZERO;
    /** How clients come to the emptier hosts. */
    AgentConfiguration.Balancing balancing = new AgentConfiguration.Balancing(false, false);
    /** What the agent reads from Secrets Manager. */
    AgentConfiguration.Secrets secrets = new AgentConfiguration.Secrets(
            Optional.empty(),
            Optional.empty(),
            Path.of("unused"),
            System.getProperty("user.name"),
            Duration.ofHours(1));
    /** How far the wall clock was set since the agent started. */
    Duration wallClockStep = Duration.ZERO;

    private final Duration drainWindow;
    private final Path report;
    final Instant begin = clock.instant();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AwsClients clients;
    private @Nullable HostLifecycle agent;
    private HostState state = HostState.start();

    TestHost() throws IOException {
        this(DRAIN_WINDOW);
    }

    TestHost(Duration drainWindow) throws IOException {
        report = Files.createTempFile("verify", ".json");
        this.drainWindow = drainWindow;
        aws = FakeAws.start(clock, gate, Duration.ofHours(1), Duration.ofMinutes(2));
        aws.loadBalancer().add(TargetGroup.ofAddresses(TARGET_GROUP, DEREGISTRATION_DELAY));
        aws.group().beginLaunchHook();
        server = AdminPort.start(clock, gate);
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        clients = AwsClients.connect("us-east-1", retries(), Optional.of(aws.uri()));
    }

    HostState state() {
        return state;
    }

    /** The agent is gone without a word; the next step starts another. */
    void kill() {
        agent = null;
        state = HostState.start();
    }

    /** The machine has started again, and with it agent and server; nobody is connected. */
    void rebooted() {
        kill();
        stop = new AgentStop();
        server.restarted(0);
    }

    /** One step, and the pause after it. A step that fails leaves the state. */
    void step() throws InterruptedException {
        try {
            Files.writeString(report, verified.at(clock.instant().plus(wallClockStep)));
            HostLifecycle running = agent == null ? start() : agent;
            agent = running;
            state = running.step(state);
        } catch (IOException | SdkException failed) {
            // The loop of the agent logs it and tries again.
        }
        clock.advance(STEP);
    }

    void stepUntil(BooleanSupplier reached) throws InterruptedException {
        for (int i = 0; !reached.getAsBoolean(); i++) {
            if (i == MAX_STEPS) {
                throw new AssertionError("not reached in " + MAX_STEPS + " steps; the state is " + state);
            }
            step();
        }
    }

    void stepUntil(Class<? extends HostState> wanted) throws InterruptedException {
        stepUntil(() -> wanted.isInstance(state));
    }

    /** A new agent. */
    HostLifecycle start() throws IOException, InterruptedException {
        Files.writeString(report, verified.at(clock.instant().plus(wallClockStep)));
        InstanceMetadata metadata = new InstanceMetadata(http, aws.uri());
        return AgentParts.of(
                configuration(),
                clients,
                http,
                metadata,
                new ServerUnit(List.of("echo", unitState)),
                stop,
                clock,
                () -> clock.instant().plus(wallClockStep));
    }

    String lifecycleState() {
        return aws.group().state();
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(report);
        clients.close();
        http.close();
        server.close();
        aws.close();
    }

    AwsClients clients() {
        return clients;
    }

    AgentConfiguration configuration() {
        return new AgentConfiguration(
                new AgentConfiguration.Membership(
                        targetGroup,
                        targetGroup.isPresent() ? Optional.empty() : name,
                        FakeAws.GROUP,
                        launchHook,
                        Optional.of(AutoScalingGroup.TERMINATE_HOOK),
                        Optional.of(new AgentConfiguration.Creation(WaitingStack.NAME, WaitingStack.RESOURCE)),
                        "us-east-1"),
                new AgentConfiguration.Server(PORTS, server.uri(), secrets),
                new VerifySettings(
                        "cat " + report + "; exit $(grep -o '[0-9]*' " + report + " | head -n 1)",
                        VerifyJson.PLAN,
                        Map.of("obsolete keys", "they change nothing")),
                new AgentConfiguration.Times(
                        balancerLag, drainWindow, DEREGISTRATION_DELAY, Duration.ofMinutes(1), Duration.ofMinutes(10)),
                balancing,
                new AgentConfiguration.Metrics("Mooring", Duration.ofMinutes(1)),
                new AgentConfiguration.Output(Path.of("unused"), Optional.empty()));
    }

    /** The retries of the real agent, without their pauses. */
    private static RetryStrategy retries() {
        return AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .backoffStrategy(BackoffStrategy.retryImmediately())
                .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                .build();
    }
}
