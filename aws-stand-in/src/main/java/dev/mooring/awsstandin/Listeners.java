package dev.mooring.awsstandin;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The listeners of the load balancer and their one attribute that matters here, the idle timeout. */
public final class Listeners {
    public static final String IDLE_TIMEOUT = "tcp.idle_timeout.seconds";
    private static final String DEFAULT_TIMEOUT = "350";
    private static final int MIN_SECONDS = 60;
    private static final int MAX_SECONDS = 6000;

    private final Map<String, String> protocols = new HashMap<>();
    private final Map<String, String> timeouts = new HashMap<>();

    public synchronized void add(String arn, String protocol) {
        protocols.put(arn, protocol);
        timeouts.put(arn, DEFAULT_TIMEOUT);
    }

    public synchronized String idleTimeout(String arn) {
        return timeouts.getOrDefault(arn, "");
    }

    /** Sets attributes and returns all of them; nothing is set when one is refused. */
    synchronized Map<String, String> modify(String arn, Map<String, String> attributes) {
        String protocol = protocols.get(arn);
        if (protocol == null) {
            throw new AwsRefusal("ListenerNotFound", "One or more listeners not found");
        }
        attributes.forEach((key, value) -> requireAcceptable(protocol, key, value));
        timeouts.put(arn, attributes.getOrDefault(IDLE_TIMEOUT, idleTimeout(arn)));
        return new TreeMap<>(Map.of(IDLE_TIMEOUT, idleTimeout(arn)));
    }

    private static void requireAcceptable(String protocol, String key, String value) {
        if (!key.equals(IDLE_TIMEOUT)) {
            throw new AwsRefusal(
                    "InvalidConfigurationRequest", "Listener attribute key '" + key + "' is not recognized");
        }
        if (!protocol.equals("TCP")) {
            throw new AwsRefusal(
                    "InvalidConfigurationRequest",
                    "Listener attribute '" + key + "' is not supported for protocol " + protocol);
        }
        if (!value.matches("\\d{1,6}")
                || Integer.parseInt(value) < MIN_SECONDS
                || Integer.parseInt(value) > MAX_SECONDS) {
            throw new AwsRefusal(
                    "InvalidConfigurationRequest",
                    "Listener attribute '" + key + "' must be between " + MIN_SECONDS + " and " + MAX_SECONDS);
        }
    }
}
