package dev.mooring.capacity;

import dev.mooring.capacity.unit.DurationText;
import dev.mooring.capacity.unit.RefusedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A plan as sorted {@code key=value} lines, the form in which it travels to a host. The inputs keep their names; what
 * follows from them begins with {@code plan.}.
 *
 * @param values the lines, by key
 */
public record PlanProperties(SortedMap<String, String> values) {
    private static final String DERIVED = "plan.";

    public PlanProperties {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /** All inputs and derived numbers of a plan. */
    public static PlanProperties of(CapacityPlan plan) {
        SortedMap<String, String> values = new TreeMap<>();
        plan.spec().texts().forEach((key, text) -> values.put(key.key(), text));
        derived(plan).forEach((key, text) -> values.put(DERIVED + key, text));
        return new PlanProperties(values);
    }

    /** The part that the server's own configuration file takes. */
    public static PlanProperties ofServer(CapacityPlan plan, Messaging messaging, Authentication authentication) {
        Map<FleetKey, String> texts = plan.spec().texts();
        SortedMap<String, String> values = new TreeMap<>();
        values.put("max-connections", Long.toString(plan.maxConnections()));
        values.put("ports", texts.getOrDefault(FleetKey.PORTS, ""));
        if (plan.spec().ingress().endsOnHost()) {
            values.put("tls-ports", texts.getOrDefault(FleetKey.PORTS, ""));
            values.put("tls-certificate", HostSecrets.CERTIFICATE);
            values.put("tls-key", HostSecrets.CERTIFICATE);
        }
        values.put("keepalive", DurationText.format(plan.host().timeouts().keepalive()));
        values.put("pong-timeout", DurationText.format(plan.host().timeouts().pongTimeout()));
        values.put("idle-timeout", DurationText.format(plan.host().timeouts().idleTimeout()));
        if (plan.spec().ingress().proxyProtocol()) {
            values.put("proxy-protocol", "required");
        }
        if (plan.leavesRotation()) {
            values.put("health", "0.0.0.0:" + Rotation.HEALTH_PORT);
        }
        values.put("drain-window", DurationText.format(plan.roll().drainWindow()));
        values.putAll(messaging.serverProperties());
        values.putAll(authentication.serverProperties());
        return new PlanProperties(values);
    }

    /**
     * Reads lines of {@code key=value}; blank lines and lines that begin with {@code #} are skipped.
     *
     * @throws RefusedException when a line has no {@code =} or a key comes twice
     */
    public static PlanProperties parse(String text) {
        SortedMap<String, String> values = new TreeMap<>();
        text.lines().map(String::strip).filter(PlanProperties::holdsValue).forEach(line -> {
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw RefusedException.of("line", line, "is not", "key=value", "correct the line");
            }
            String key = line.substring(0, equals).strip();
            String value = line.substring(equals + 1).strip();
            if (values.put(key, value) != null) {
                throw RefusedException.of(key, value, "is given", "twice", "keep one of the lines");
            }
        });
        return new PlanProperties(values);
    }

    /**
     * The fleet that the lines describe. The derived lines are not read: they follow from it.
     *
     * @throws RefusedException when a key is unknown or a value cannot be read
     */
    public FleetSpec spec() {
        Map<String, String> inputs = new HashMap<>(values);
        inputs.keySet().removeIf(key -> key.startsWith(DERIVED));
        return FleetSpec.of(inputs);
    }

    /** A name for these very lines: the same on every machine, another as soon as one number differs. */
    public String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java has SHA-256", impossible);
        }
    }

    /** The lines, in the order of their keys. */
    public String text() {
        StringBuilder text = new StringBuilder();
        values.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        return text.toString();
    }

    private static boolean holdsValue(String line) {
        return !line.isEmpty() && !line.startsWith("#");
    }

    private static Map<String, String> derived(CapacityPlan plan) {
        Map<String, String> values = new HashMap<>();
        values.put("max-connections", Long.toString(plan.maxConnections()));
        values.put("hosts", Long.toString(plan.fleet().hosts()));
        values.put("max-hosts", Long.toString(plan.fleet().maxHosts()));
        values.put("load-balancers", Long.toString(plan.fleet().loadBalancers()));
        values.put("fs.nr_open", Long.toString(plan.host().descriptors().nrOpen()));
        values.put("fs.file-max", Long.toString(plan.host().descriptors().fileMax()));
        values.put("nf_conntrack_buckets", Long.toString(plan.host().conntrack().buckets()));
        values.put(
                "conntrack-timeout", DurationText.format(plan.host().conntrack().timeout()));
        values.put("target-mode", plan.host().ports().mode().toString());
        values.put("targets", Integer.toString(plan.host().ports().targets()));
        values.put("heap", plan.host().heap().heap().toString());
        values.put("jvm-flags", plan.host().jvm().line());
        values.put("binding-limit", plan.bindingLimit().name());
        values.put("binding-connections", Long.toString(plan.bindingLimit().connections()));
        plan.interfaceTrackingTimeout()
                .ifPresent(timeout -> values.put("interface-tracking-timeout", DurationText.format(timeout)));
        return values;
    }
}
