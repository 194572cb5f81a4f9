package dev.mooring.proof.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.capacity.Messaging;
import dev.mooring.capacity.Rotation;
import dev.mooring.capacity.unit.PortRange;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.hostagent.aws.ConnectionMetric;
import dev.mooring.hostagent.configuration.AgentConfiguration;
import dev.mooring.hostagent.configuration.AgentProperties;
import dev.mooring.infra.DeploymentPlan;
import dev.mooring.infra.Names;
import dev.mooring.infra.userdata.HostIdentity;
import dev.mooring.infra.userdata.HostUserData;
import dev.mooring.server.ServerConfiguration;
import dev.mooring.server.TlsSettings;
import dev.mooring.server.access.AccessSettings;
import dev.mooring.server.configuration.ServerCommand;
import dev.mooring.server.push.PushSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the user-data writes, as server, agent and systemd read it: one derivation, the same numbers everywhere. */
class HostContractTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "600000, m3.xlarge, 8080-8095, 900, 1020",
        "1000000, m7g.2xlarge, 8080-8111, 1500, 1620",
        "2000000, m7g.2xlarge, 8080-8119, 2999, 3119",
        "3000000, m7g.2xlarge, 8080-8143, 3180, 3300",
    })
    void serverAgentAndUnitAgreeOnTheDrain(
            long connections, String instance, String ports, long window, long stopTimeout) throws IOException {
        String script = userData(Map.of(
                "connections",
                connections,
                "instance-type",
                instance,
                "ports",
                ports,
                "nofile",
                connections + 100_000));

        assertEquals(Duration.ofSeconds(window), server(script).drainWindow(), "server");
        assertEquals(Duration.ofSeconds(window), agent(script).times().drainWindow(), "agent");
        assertEquals(Duration.ofMinutes(2), agent(script).times().balancerLag(), "lag");
        assertEquals(Long.toString(stopTimeout), found("(?m)^TimeoutStopSec=(\\d+)$", script), "unit");
    }

    @Test
    void withoutAPlanServerAndAgentDrainEquallyLong() throws IOException {
        String ofAgent = "auto-scaling-group=a\nregion=r\nports=8080\nverify-command=true\nplan=0123456789abcdef\n";

        assertEquals(
                server("--config").drainWindow(),
                AgentProperties.read(Files.writeString(folder.resolve("agent"), ofAgent))
                        .times()
                        .drainWindow());
    }

    @Test
    void theAgentPublishesWhatTheAlarmsWatch() {
        assertEquals(Names.CONNECTIONS_METRIC, ConnectionMetric.CONNECTIONS);
        assertEquals(Names.HEARTBEAT_METRIC, ConnectionMetric.HEARTBEAT);
        assertEquals(Names.FULL_METRIC, ConnectionMetric.FULL);
        assertEquals(Names.CERTIFICATE_METRIC, ConnectionMetric.CERTIFICATE);
    }

    @Test
    void serverAndAgentAgreeOnTheRotationAndOnTheMove() throws IOException {
        String behind = userData(Map.of());
        assertEquals(Rotation.HEALTH_PORT, server(behind).health().orElseThrow().getPort());
        assertEquals(
                new AgentConfiguration.Balancing(true, false), agent(behind).balancing());

        String direct = userData(Map.of("front", "direct", "move", "true"));
        assertEquals(Optional.empty(), server(direct).health());
        assertEquals(
                new AgentConfiguration.Balancing(false, true), agent(direct).balancing());
    }

    @Test
    void theServerShowsWhatTheAgentWritesAndNothingWithoutTls() throws IOException {
        String script = userData(DeploymentPlan.of(
                Map.of("tls", "host"),
                Map.of("certificate-secret", "mooring/wss", "domain", "ws.example.com"),
                Map.of()));
        AgentConfiguration.Secrets secrets = agent(script).server().secrets();
        Path file = secrets.folder().resolve("certificate.pem");

        assertEquals(Optional.of("mooring/wss"), secrets.certificate());
        assertEquals("mooring", secrets.owner());
        assertEquals(
                Optional.of(TlsSettings.of(new PortRange(8080, 8095), file, file)),
                server(script).tls());
        assertEquals(Optional.empty(), server(script).plainPorts());
    }

    /** A host whose server refuses its file is seen only after its launch, so each file that can be written is read here. */
    @ParameterizedTest
    @MethodSource("messaging")
    void theServerTakesWhateverIsSaidOfMessages(Map<String, String> messaging) throws IOException {
        DeploymentPlan inputs;
        try {
            inputs = DeploymentPlan.of(Map.of(), Map.of(), messaging);
        } catch (RefusedException beforeItsLaunch) {
            return;
        }
        Optional<PushSettings> push = started(userData(inputs)).push();

        assertEquals(inputs.messaging().pushPort().isPresent(), push.isPresent(), "a push port where one is asked for");
        push.ifPresent(settings -> {
            assertEquals(
                    inputs.messaging().pushPort(),
                    OptionalInt.of(settings.bind().getPort()),
                    "the port that the security group opens");
            assertTrue(settings.keys().isPresent() && !settings.openOnPurpose(), "only who has a key may push");
        });
    }

    /** As of messages; the secret of tokens is there, too. */
    @ParameterizedTest
    @MethodSource("authentication")
    void theServerTakesWhateverIsSaidOfWhoMayConnect(Map<String, String> authentication) throws IOException {
        DeploymentPlan inputs;
        try {
            inputs = DeploymentPlan.of(
                    Map.of("instance-type", "m7g.xlarge", "target-type", "instance"),
                    Map.of(),
                    Map.of(),
                    authentication);
        } catch (RefusedException beforeItsLaunch) {
            return;
        }
        String script = userData(inputs);

        Optional<AccessSettings> access = started(script).access();

        assertEquals(
                authentication.containsKey("jwt-keys") || authentication.containsKey("jwt-jwks"),
                access.flatMap(AccessSettings::token).isPresent(),
                "a token where one is asked for");
        assertEquals(
                authentication.containsKey("auth-url"),
                access.flatMap(AccessSettings::authUrl).isPresent());
        assertEquals(
                inputs.authentication().tokenKeys(),
                agent(script).server().secrets().tokenKeys());
    }

    private static Stream<Map<String, String>> authentication() {
        return combinations(List.of(
                Map.of("jwt-keys", "mooring/jwt", "jwt-audience", "mooring"),
                Map.of("jwt-jwks", "https://issuer.example/.well-known/jwks.json?a=b", "jwt-audience", "st\u00e4tus"),
                Map.of("jwt-issuer", "https://issuer.example/", "jwt-skew", "5m", "jwt-algorithms", "RS256,EdDSA"),
                Map.of("jwt-from", "header,cookie:a!b,query:token,subprotocol:bearer", "jwt-topics-claim", "a b"),
                Map.of("jwt-user-claim", "", "jwt-skew", "0s"),
                Map.of("auth-url", "http://10.0.0.7:3000/auth"),
                Map.of("origins", "null,https://a.example,https://*.b.example:8443,http://[::1]:3000"),
                Map.of("rate-per-address", "1000000/s", "rate-per-user", "1/h")));
    }

    private static Stream<Map<String, String>> messaging() {
        List<Map<String, String>> all = List.of(
                Map.of("push-port", "9100", "push-keys", "mooring/push"),
                Map.of("backend", "http://backend.internal:3000/events?a=b"),
                Map.of("public-topics", "news.,st\u00e4tus:"),
                Map.of("handler", "echo"),
                Map.of("handler", "idle"));
        return combinations(all);
    }

    private static Stream<Map<String, String>> combinations(List<Map<String, String>> all) {
        return IntStream.range(0, 1 << all.size()).mapToObj(chosen -> {
            Map<String, String> together = new HashMap<>();
            IntStream.range(0, all.size())
                    .filter(index -> (chosen >> index & 1) == 1)
                    .forEach(index -> together.putAll(all.get(index)));
            return together;
        });
    }

    private static String userData(Map<String, ?> fleet) {
        return userData(DeploymentPlan.of(fleet, Map.of()));
    }

    private static String userData(DeploymentPlan inputs) {
        return HostUserData.of(
                inputs,
                new HostIdentity(
                        "us-east-1", "Mooring", "Mooring-fleet", Optional.empty(), Optional.empty(), Optional.empty()),
                List.of());
    }

    private ServerConfiguration server(String script) throws IOException {
        return started(script).configuration();
    }

    /** What the server makes of its file; the keys, which a host gets from Secrets Manager, are there. */
    private Started started(String script) throws IOException {
        Path keys = Files.writeString(folder.resolve("keys"), "bearer backend 0123456789abcdef\n");
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
        Matcher file = heredoc("/etc/mooring/server.properties").matcher(script);
        Path properties = Files.writeString(
                folder.resolve("server"),
                file.find() ? file.group(1).replace(Messaging.KEYS_FILE, keys.toString()) : "");
        AtomicReference<Started> read = new AtomicReference<>();
        int code = ServerCommand.execute(
                new String[] {"--config=" + properties}, Map.of(), 4, (configuration, messaging, engine, access) -> {
                    messaging.handling();
                    read.set(new Started(
                            configuration, messaging.pushSettings(), access.settings(configuration.subprotocols())));
                    return 0;
                });
        assertEquals(0, code, () -> "server.properties of\n" + script);
        return read.get();
    }

    private AgentConfiguration agent(String script) throws IOException {
        return AgentProperties.read(Files.writeString(
                folder.resolve("agent"),
                found(heredoc("/etc/mooring/agent.properties").pattern(), script)));
    }

    private static Pattern heredoc(String path) {
        return Pattern.compile("(?s)write_file " + Pattern.quote(path) + " <<'EOF'\n(.*?\n)EOF\n");
    }

    private static String found(String pattern, String script) {
        Matcher matcher = Pattern.compile(pattern).matcher(script);
        assertEquals(true, matcher.find(), () -> pattern + " is not in\n" + script);
        return matcher.group(1);
    }

    private record Started(
            ServerConfiguration configuration, Optional<PushSettings> push, Optional<AccessSettings> access) {}
}
