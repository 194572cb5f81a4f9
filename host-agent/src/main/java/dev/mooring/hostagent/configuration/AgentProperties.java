package dev.mooring.hostagent.configuration;

import static java.util.Map.entry;

import dev.mooring.capacity.AcceptedWarnings;
import dev.mooring.capacity.AwsLimits;
import dev.mooring.capacity.HostSecrets;
import dev.mooring.capacity.RollPace;
import dev.mooring.capacity.input.InputFile;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.capacity.unit.PortRange;
import dev.mooring.capacity.unit.RefusedException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The agent's properties file. A key that does not exist is refused, so that a misspelt one is not ignored. */
public final class AgentProperties {
    private static final String NO_DEFAULT = "";
    private static final Pattern ADMIN = Pattern.compile("[A-Za-z0-9.-]+:\\d{1,5}");

    /** The longest timeout that a lifecycle hook can have. */
    private static final Duration MAX_HOOK = Duration.ofHours(2);

    private static final Duration MIN_INTERVAL = Duration.ofSeconds(1);

    /** Alarms look at some minutes. */
    private static final Duration MAX_METRIC_INTERVAL = Duration.ofHours(1);

    /** Each reading is billed. */
    private static final Duration MIN_SECRETS_INTERVAL = Duration.ofMinutes(1);

    private static final Map<String, String> DEFAULTS = new TreeMap<>(Map.ofEntries(
            entry("target-group-arn", NO_DEFAULT),
            entry("name-zone", NO_DEFAULT),
            entry("name", NO_DEFAULT),
            entry("auto-scaling-group", NO_DEFAULT),
            entry("launch-hook", NO_DEFAULT),
            entry("terminate-hook", NO_DEFAULT),
            entry("signal-stack", NO_DEFAULT),
            entry("signal-resource", NO_DEFAULT),
            entry("region", NO_DEFAULT),
            entry("ports", NO_DEFAULT),
            entry("admin", "127.0.0.1:9000"),
            entry("certificate-secret", NO_DEFAULT),
            entry("token-secret", NO_DEFAULT),
            entry("secrets-folder", HostSecrets.FOLDER),
            entry("secrets-owner", HostSecrets.OWNER),
            entry("secrets-interval", "60m"),
            entry("verify-command", NO_DEFAULT),
            entry("plan", NO_DEFAULT),
            entry("accepted-warnings", ""),
            entry("balancer-lag", DurationText.format(RollPace.BALANCER_LAG)),
            entry("drain-window", DurationText.format(RollPace.MIN_DRAIN_WINDOW)),
            entry("deregistration-delay", "300s"),
            entry("rotation", "false"),
            entry("move", "false"),
            entry("metric-namespace", "Mooring"),
            entry("metric-interval", "60s"),
            entry("heartbeat-interval", "60s"),
            entry("join-deadline", "15m"),
            entry("console", NO_DEFAULT),
            entry("state-file", "/run/mooring/agent-state")));

    private static final Bytes MAX_SIZE = Bytes.mebi(1);

    private final Properties file;

    private AgentProperties(Properties file) {
        this.file = file;
    }

    /**
     * Reads and checks the file.
     *
     * @throws RefusedException when it cannot be read, has an unknown key, lacks one, or a value is wrong
     */
    public static AgentConfiguration read(Path path) {
        Properties file = new InputFile("config", path, MAX_SIZE).properties("check the path and its permissions");
        file.stringPropertyNames().forEach(AgentProperties::requireKnown);
        return new AgentProperties(file).configuration();
    }

    private AgentConfiguration configuration() {
        return new AgentConfiguration(
                new AgentConfiguration.Membership(
                        optional("target-group-arn"),
                        name(),
                        text("auto-scaling-group"),
                        optional("launch-hook"),
                        optional("terminate-hook"),
                        creation(),
                        text("region")),
                new AgentConfiguration.Server(PortRange.parse("ports", text("ports")), admin(), secrets()),
                new VerifySettings(
                        text("verify-command"), text("plan"), AcceptedWarnings.parse(value("accepted-warnings"))),
                new AgentConfiguration.Times(
                        duration("balancer-lag", Duration.ZERO, AwsLimits.MAX_DEREGISTRATION),
                        // No longer than the server takes.
                        duration("drain-window", Duration.ZERO, AwsLimits.MAX_DEREGISTRATION),
                        duration("deregistration-delay", Duration.ZERO, AwsLimits.MAX_DEREGISTRATION),
                        heartbeatInterval(),
                        duration("join-deadline", MIN_INTERVAL, MAX_HOOK)),
                new AgentConfiguration.Balancing(flag("rotation"), flag("move")),
                new AgentConfiguration.Metrics(
                        text("metric-namespace"), duration("metric-interval", MIN_INTERVAL, MAX_METRIC_INTERVAL)),
                new AgentConfiguration.Output(
                        Path.of(text("state-file")), optional("console").map(Path::of)));
    }

    /** A host has one way in. */
    private Optional<AgentConfiguration.Name> name() {
        Optional<AgentConfiguration.Name> name =
                optional("name-zone").map(zone -> new AgentConfiguration.Name(zone, text("name")));
        if (name.isPresent() && optional("target-group-arn").isPresent()) {
            throw RefusedException.of(
                    "name-zone",
                    name.get().zone(),
                    "does not go with",
                    "target-group-arn=" + value("target-group-arn"),
                    "a host is found by one of them; remove the other");
        }
        return name;
    }

    /** Only a fleet of a stack has one. */
    private Optional<AgentConfiguration.Creation> creation() {
        return optional("signal-stack").map(stack -> new AgentConfiguration.Creation(stack, text("signal-resource")));
    }

    private boolean flag(String key) {
        String text = text(key);
        if (!text.equals("true") && !text.equals("false")) {
            throw RefusedException.of(key, text, "is neither", "true nor false", "write one of them");
        }
        return text.equals("true");
    }

    private AgentConfiguration.Secrets secrets() {
        return new AgentConfiguration.Secrets(
                optional("certificate-secret"),
                optional("token-secret"),
                Path.of(text("secrets-folder")),
                text("secrets-owner"),
                duration("secrets-interval", MIN_SECRETS_INTERVAL, DurationText.MAX));
    }

    private Duration heartbeatInterval() {
        Duration interval = duration("heartbeat-interval", MIN_INTERVAL, DurationText.MAX);
        if (interval.compareTo(MAX_HOOK) >= 0) {
            throw RefusedException.of(
                    "heartbeat-interval",
                    DurationText.format(interval),
                    "is not less than",
                    "the longest hook timeout 7200s",
                    "give less than half of the terminate hook's timeout");
        }
        return interval;
    }

    private URI admin() {
        String address = text("admin");
        if (!ADMIN.matcher(address).matches()) {
            throw RefusedException.of(
                    "admin", address, "is not", "an address and a port", "write it as 127.0.0.1:9000");
        }
        return URI.create("http://" + address);
    }

    private Duration duration(String key, Duration least, Duration most) {
        return DurationText.requireWithin(key, DurationText.parse(key, text(key)), least, most);
    }

    private Optional<String> optional(String key) {
        return Optional.of(value(key)).filter(value -> !value.isEmpty());
    }

    private String text(String key) {
        String value = value(key);
        if (value.isEmpty()) {
            throw RefusedException.of(key, "", "is shorter than", "one character", "add " + key + " to the file");
        }
        return value;
    }

    private String value(String key) {
        return file.getProperty(key, Objects.requireNonNull(DEFAULTS.get(key))).strip();
    }

    private static void requireKnown(String key) {
        if (!DEFAULTS.containsKey(key)) {
            throw RefusedException.of(
                    "key", key, "is not one of", String.join(", ", DEFAULTS.keySet()), "remove or correct it");
        }
    }
}
