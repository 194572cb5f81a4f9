package dev.mooring.hostagent;

import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.hostagent.aws.AwsClients;
import dev.mooring.hostagent.configuration.AgentCommand;
import dev.mooring.hostagent.configuration.AgentConfiguration;
import dev.mooring.hostagent.instance.InstanceMetadata;
import dev.mooring.hostagent.lifecycle.AgentLoop;
import dev.mooring.hostagent.lifecycle.AgentStop;
import dev.mooring.hostagent.lifecycle.FirstAnswer;
import dev.mooring.hostagent.lifecycle.HostLifecycle;
import dev.mooring.hostagent.lifecycle.JitteredPause;
import dev.mooring.hostagent.lifecycle.StateRecord;
import dev.mooring.hostagent.secret.SecretFile;
import dev.mooring.hostagent.server.ServerProperties;
import dev.mooring.hostagent.server.ServerUnit;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;

/**
 * The agent's process.
 *
 * <p>AWS_ENDPOINT_URL and AWS_EC2_METADATA_SERVICE_ENDPOINT, known to every AWS tool, name other servers for tests.
 */
public final class AgentMain {
    private static final Logger LOG = LoggerFactory.getLogger("mooring-agent");
    private static final String METADATA_ENDPOINT = "http://169.254.169.254";

    private AgentMain() {}

    public static void main(String[] arguments) {
        Map<String, String> environment = System.getenv();
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build();
        URI metadata = URI.create(environment.getOrDefault("AWS_EC2_METADATA_SERVICE_ENDPOINT", METADATA_ENDPOINT));
        int code = AgentCommand.execute(arguments, new AgentRun(http, new InstanceMetadata(http, metadata)));
        Runtime.getRuntime().halt(code);
    }

    private record AgentRun(HttpClient http, InstanceMetadata metadata) implements AgentCommand.Task {
        @Override
        public void run(AgentConfiguration configuration) throws Exception {
            InstantSource wallClock = InstantSource.system();
            InstantSource clock = new MonotonicClock(wallClock.instant(), System::nanoTime);
            AgentStop stop = new AgentStop();
            Thread main = Thread.currentThread();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> StopSignal.received(stop, main), "stop"));
            try (AwsClients clients = AwsClients.connect(
                    configuration.membership().region(), AwsRetryStrategy.adaptiveRetryStrategy(), Optional.empty())) {
                HostLifecycle lifecycle = AgentParts.of(
                        configuration, clients, http, metadata, ServerUnit.ofThisHost(), stop, clock, wallClock);
                new AgentLoop(
                                lifecycle,
                                stop,
                                new JitteredPause(RandomGenerator.getDefault()),
                                new StateRecord(
                                        configuration.output().stateFile(),
                                        configuration.output().console(),
                                        wallClock))
                        .run();
            }
        }

        @Override
        public void number(Path serverProperties) throws IOException, InterruptedException {
            FirstAnswer first = new FirstAnswer(new JitteredPause(RandomGenerator.getDefault()), Thread::sleep);
            new ServerProperties(serverProperties)
                    .number(first.of("the instance's metadata service", metadata::privateAddress));
        }

        @Override
        public void secrets(AgentConfiguration configuration) throws IOException, InterruptedException {
            FirstAnswer first = new FirstAnswer(new JitteredPause(RandomGenerator.getDefault()), Thread::sleep);
            try (AwsClients clients = AwsClients.connect(
                    configuration.membership().region(), AwsRetryStrategy.adaptiveRetryStrategy(), Optional.empty())) {
                for (SecretFile file : AgentParts.secrets(configuration, clients, InstantSource.system())) {
                    write(file, first);
                }
            }
        }

        /** A server that has been here before goes on with what it had. */
        private static void write(SecretFile file, FirstAnswer first) throws IOException, InterruptedException {
            if (!file.isThere()) {
                first.of(file.name(), file::renew);
                LOG.info("{} was written for the server", file.name());
                return;
            }
            try {
                LOG.info("{} {}", file.name(), file.renew() ? "has changed since" : "is as it was");
            } catch (RefusedException | IOException kept) {
                LOG.error("{} is not taken, and what was before stays: {}", file.name(), kept.getMessage());
            }
        }
    }
}
