package dev.mooring.capacity;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The inputs of a fleet, by the one name that each has in cdk.json, on the command line and in messages. */
public enum FleetKey {
    CONNECTIONS("connections", "600000", "Connections per host"),
    INSTANCE_TYPE("instance-type", "m3.xlarge", "EC2 instance type"),
    FRONT("front", "nlb", "What clients connect to: nlb or direct"),
    TARGET_TYPE(
            "target-type",
            "address",
            "What a host is to the load balancer: address, which any type can be, or instance, whose clients keep theirs"),
    TLS("tls", "false", "Where TLS ends: true for the load balancer, host for the hosts; else false"),
    PROXY_PROTOCOL(
            "proxy-protocol", "false", "The load balancer tells the clients' addresses, by PROXY v2: true or false"),
    TOTAL("total", "one host's connections", "Connections of the whole fleet"),
    SPARE("spare", "0", "Hosts that may be lost, or zone for those of one zone"),
    MAX_HOSTS("max-hosts", "twice the hosts needed", "Hosts at most, as during a release"),
    MOVE("move", "false", "Fuller hosts send connections to emptier ones: true or false"),
    KEEPALIVE("keepalive", "100s", "Time between two pings to one peer"),
    PONG_TIMEOUT("pong-timeout", "20s", "How long a silent peer may take to answer"),
    IDLE_TIMEOUT("idle-timeout", "350s", "Idle timeout of the load balancer"),
    PORTS("ports", "8080-8095", "Listening ports of the server"),
    USER_BYTES("user-bytes", "0B", "Heap that the application keeps per connection"),
    NOFILE("nofile", "1000000, or connections + 65536", "Open files of the server's process"),
    CONNTRACK_MAX("conntrack-max", "1048576, or what connections need", "Size of the host's conntrack table");

    private final String key;
    private final String defaultText;
    private final String description;

    FleetKey(String key, String defaultText, String description) {
        this.key = key;
        this.defaultText = defaultText;
        this.description = description;
    }

    /** The key with this name, if there is one. */
    public static Optional<FleetKey> find(String key) {
        return Arrays.stream(values()).filter(each -> each.key.equals(key)).findFirst();
    }

    /** All names, for a message. */
    static String known() {
        return Arrays.stream(values()).map(FleetKey::key).collect(Collectors.joining(", "));
    }

    public String key() {
        return key;
    }

    /** The default as people read it: a value, or the rule that gives it. */
    public String defaultText() {
        return defaultText;
    }

    public String description() {
        return description;
    }
}
