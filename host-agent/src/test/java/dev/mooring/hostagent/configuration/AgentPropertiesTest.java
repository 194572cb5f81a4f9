package dev.mooring.hostagent.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.capacity.unit.RefusedException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentPropertiesTest {
    private static final String REQUIRED_KEYS = """
            auto-scaling-group=fleet
            region=us-east-1
            ports=8080-8095
            verify-command=/opt/mooring/verify --local --format json
            plan=0123456789abcdef
            """;

    @TempDir
    private Path folder = Path.of("");

    private final List<String> done = new ArrayList<>();

    @Test
    void readsTheLeastThatIsNeeded() throws IOException {
        AgentConfiguration configuration = read(REQUIRED_KEYS);

        assertEquals("fleet", configuration.membership().group());
        assertEquals(16, configuration.server().ports().count());
        assertEquals(URI.create("http://127.0.0.1:9000"), configuration.server().admin());
        assertEquals(Duration.ofMinutes(2), configuration.times().balancerLag());
        assertEquals(Duration.ofMinutes(15), configuration.times().drainWindow());
        assertEquals(Duration.ofMinutes(1), configuration.times().heartbeatInterval());
        assertEquals("Mooring", configuration.metrics().namespace());
        assertEquals(Optional.empty(), configuration.membership().targetGroup());
        assertEquals(Map.of(), configuration.verify().acceptedWarnings());
    }

    @Test
    void readsNoSecretUnlessOneIsNamed() throws IOException {
        assertEquals(
                new AgentConfiguration.Secrets(
                        Optional.empty(),
                        Optional.empty(),
                        Path.of("/var/lib/mooring-secrets"),
                        "mooring",
                        Duration.ofHours(1)),
                read(REQUIRED_KEYS).server().secrets());
        assertEquals(
                Optional.of("mooring/wss"),
                read(REQUIRED_KEYS + "certificate-secret=mooring/wss\n")
                        .server()
                        .secrets()
                        .certificate());
        assertRefused(
                REQUIRED_KEYS + "secrets-interval=1s\n", "secrets-interval=1s is less than 60s; give a longer time");
    }

    @Test
    void takesAWarningOnlyWithTheReasonWhyItMayPass() throws IOException {
        assertEquals(
                Map.of("obsolete keys", "they change nothing", "unit Restart", "we watch it"),
                read(REQUIRED_KEYS
                                + "accepted-warnings=obsolete keys: they change nothing; unit Restart: we watch it\n")
                        .verify()
                        .acceptedWarnings());
        assertRefused(
                REQUIRED_KEYS + "accepted-warnings=obsolete keys\n",
                "accepted-warnings=obsolete keys is not the id of a finding and a reason;"
                        + " write it as obsolete keys: they change nothing");
    }

    @Test
    void takesAnEmptyTargetGroupAsNone() throws IOException {
        assertEquals(
                Optional.empty(),
                read(REQUIRED_KEYS + "target-group-arn=\n").membership().targetGroup());
        assertEquals(
                Optional.of("arn:1"),
                read(REQUIRED_KEYS + "target-group-arn=arn:1\n").membership().targetGroup());
    }

    @Test
    void takesANameWithItsZone() throws IOException {
        assertEquals(
                Optional.of(new AgentConfiguration.Name("Z1", "ws.example.com")),
                read(REQUIRED_KEYS + "name-zone=Z1\nname=ws.example.com\n")
                        .membership()
                        .name());
        assertRefused(REQUIRED_KEYS + "name-zone=Z1\n", "name= is shorter than one character; add name to the file");
        assertRefused(
                REQUIRED_KEYS + "name-zone=Z1\nname=ws.example.com\ntarget-group-arn=arn:1\n",
                "name-zone=Z1 does not go with target-group-arn=arn:1; a host is found by one of them; remove the other");
    }

    @Test
    void refusesAKeyThatDoesNotExist() {
        assertRefused(
                REQUIRED_KEYS + "drain-windw=1m\n",
                "key=drain-windw is not one of accepted-warnings, admin, auto-scaling-group, balancer-lag, certificate-secret, console, deregistration-delay, drain-window,"
                        + " heartbeat-interval, join-deadline, launch-hook, metric-interval, metric-namespace, move, name, name-zone, plan,"
                        + " ports, region, rotation, secrets-folder, secrets-interval, secrets-owner,"
                        + " signal-resource, signal-stack, state-file, target-group-arn, terminate-hook, token-secret, verify-command; remove or correct it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "region=|region= is shorter than one character; add region to the file",
                "admin=9000|admin=9000 is not an address and a port; write it as 127.0.0.1:9000",
                "metric-interval=0s|metric-interval=0s is less than 1s; give a longer time",
                "heartbeat-interval=2h|heartbeat-interval=7200s is not less than the longest hook timeout 7200s;"
                        + " give less than half of the terminate hook's timeout",
                "balancer-lag=61m|balancer-lag=3660s is more than 3600s; give a shorter time",
                "drain-window=61m|drain-window=3660s is more than 3600s; give a shorter time",
                "join-deadline=999999999999h|join-deadline=999999999999h is more than 31536000s; give a shorter time",
                "join-deadline=3h|join-deadline=10800s is more than 7200s; give a shorter time",
                "metric-interval=2h|metric-interval=7200s is more than 3600s; give a shorter time",
                "deregistration-delay=2h|deregistration-delay=7200s is more than 3600s; give a shorter time",
                "drain-window=15|drain-window=15 is not a duration;"
                        + " write a whole number with ms, s, m or h, as in 100s"
            })
    void refusesAWrongValueWithOneSentence(String line, String message) {
        assertRefused(REQUIRED_KEYS + line + "\n", message);
    }

    @Test
    void refusesAFileThatIsNotThere() {
        Path missing = folder.resolve("none");

        RefusedException refused = assertThrows(RefusedException.class, () -> AgentProperties.read(missing));

        assertEquals("config=" + missing + " does not exist; check the path and its permissions", refused.getMessage());
    }

    @Test
    void endsWithTheUsageCodeOnWrongInput() {
        assertEquals(64, execute("--config", "/nowhere"));
        assertEquals(64, execute());
    }

    @Test
    void isAskedForTheHostsNumberOrItsSecretsOrToRun() throws IOException {
        String file = Files.writeString(folder.resolve("agent.properties"), REQUIRED_KEYS)
                .toString();

        assertEquals(0, execute("--config", file));
        assertEquals(0, execute("--config", file, "--host-id-into", "/etc/server.properties"));
        assertEquals(0, execute("--config", file, "--fetch-secrets"));

        assertEquals(List.of("run in us-east-1", "number into /etc/server.properties", "secrets of us-east-1"), done);
    }

    private int execute(String... arguments) {
        return AgentCommand.execute(arguments, new AgentCommand.Task() {
            @Override
            public void run(AgentConfiguration configuration) {
                done.add("run in " + configuration.membership().region());
            }

            @Override
            public void number(Path serverProperties) {
                done.add("number into " + serverProperties);
            }

            @Override
            public void secrets(AgentConfiguration configuration) {
                done.add("secrets of " + configuration.membership().region());
            }
        });
    }

    private void assertRefused(String text, String message) {
        RefusedException refused = assertThrows(RefusedException.class, () -> read(text));
        assertEquals(message, refused.getMessage());
    }

    private AgentConfiguration read(String text) throws IOException {
        Path file = folder.resolve("agent.properties");
        Files.writeString(file, text);
        return AgentProperties.read(file);
    }
}
