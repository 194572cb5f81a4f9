package dev.mooring.proof.synthesis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.hostagent.aws.ConnectionMetric;
import dev.mooring.hostagent.configuration.AgentConfiguration;
import dev.mooring.hostagent.configuration.AgentProperties;
import dev.mooring.infra.FleetInputs;
import dev.mooring.infra.Names;
import dev.mooring.infra.userdata.HostIdentity;
import dev.mooring.infra.userdata.HostUserData;
import dev.mooring.server.ServerConfiguration;
import dev.mooring.server.configuration.ServerCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the user-data writes, as server, agent and systemd read it: one derivation, the same numbers everywhere. */
class HostContractTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "600000, m3.xlarge, 8080-8095, 900, 1020",
        "1000000, m7g.2xlarge, 8080-8111, 1500, 1620",
        "2000000, m7g.2xlarge, 8080-8119, 2999, 3119",
        "3000000, m7g.2xlarge, 8080-8143, 3300, 3420",
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
        assertEquals(Duration.ofSeconds(window), agent(script).drainWindow(), "agent");
        assertEquals(Long.toString(stopTimeout), found("(?m)^TimeoutStopSec=(\\d+)$", script), "unit");
    }

    @Test
    void withoutAPlanServerAndAgentDrainEquallyLong() throws IOException {
        String ofAgent = "auto-scaling-group=a\nregion=r\nports=8080\nverify-command=true\nplan=0123456789abcdef\n";

        assertEquals(
                server("--config").drainWindow(),
                AgentProperties.read(Files.writeString(folder.resolve("agent"), ofAgent))
                        .drainWindow());
    }

    @Test
    void theAgentPublishesWhatTheAlarmsWatch() {
        assertEquals(Names.CONNECTIONS_METRIC, ConnectionMetric.CONNECTIONS);
        assertEquals(Names.HEARTBEAT_METRIC, ConnectionMetric.HEARTBEAT);
    }

    private static String userData(Map<String, ?> fleet) {
        FleetInputs inputs = FleetInputs.of(fleet, Map.of());
        return HostUserData.of(
                inputs,
                new HostIdentity("us-east-1", "Mooring", "Mooring-fleet", Optional.empty(), Optional.empty()),
                List.of());
    }

    private ServerConfiguration server(String script) throws IOException {
        Matcher file = heredoc("/etc/mooring/server.properties").matcher(script);
        Path properties = Files.writeString(folder.resolve("server"), file.find() ? file.group(1) : "");
        AtomicReference<ServerConfiguration> read = new AtomicReference<>();
        int code = ServerCommand.execute(new String[] {"--config=" + properties}, Map.of(), 4, configuration -> {
            read.set(configuration);
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
}
