package dev.mooring.capacity;

import dev.mooring.capacity.price.Price;
import dev.mooring.capacity.unit.PortRange;
import dev.mooring.capacity.unit.RefusedException;
import dev.mooring.capacity.unit.TextKey;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a fleet does beside holding connections: context "messaging" of cdk.json. Without any of it hosts answer pings and
 * nothing else.
 *
 * @param texts the inputs that were given
 */
public record Messaging(Map<MessagingKey, String> texts) {
    /** Nothing of it. */
    public static final Messaging NONE = new Messaging(Map.of());

    /** Where a host keeps the keys that may push, which it reads from Secrets Manager. */
    public static final String KEYS_FILE = "/etc/mooring/push-keys";

    public Messaging {
        Map<MessagingKey, String> sorted = new EnumMap<>(MessagingKey.class);
        sorted.putAll(texts);
        texts = Collections.unmodifiableMap(sorted);
    }

    /**
     * Reads the inputs.
     *
     * @throws RefusedException when a key is unknown, a value has not its form, a push port would be open to
     *     everybody, or a server would refuse it at its start
     */
    public static Messaging of(Map<String, ?> inputs) {
        Map<MessagingKey, String> texts = new EnumMap<>(MessagingKey.class);
        inputs.forEach((name, value) -> {
            MessagingKey key = TextKey.of(MessagingKey.values(), name, value);
            texts.put(key, key.require(value));
        });
        Messaging messaging = new Messaging(texts);
        messaging.requireKeysOfThePort();
        messaging.requireSense();
        return messaging;
    }

    /**
     * Refuses a push port that is taken by something else.
     *
     * @param clients the ports of clients
     */
    public void requireBeside(PortRange clients) {
        pushPort().ifPresent(port -> {
            boolean taken = port >= clients.first() && port <= clients.last();
            if (taken || port == HostPorts.ADMIN || port == HostPorts.SSH) {
                throw RefusedException.of(
                        MessagingKey.PUSH_PORT.key(),
                        port,
                        "is one of",
                        taken
                                ? "ports=" + clients
                                : "the host's own ports, " + HostPorts.SSH + " and " + HostPorts.ADMIN,
                        "choose another, such as 9100");
            }
        });
    }

    /** The port on which backends push; empty for none. */
    public OptionalInt pushPort() {
        String port = texts.get(MessagingKey.PUSH_PORT);
        return port == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(port));
    }

    /** The name of the secret with the keys that may push. */
    public Optional<String> pushKeys() {
        return Optional.ofNullable(texts.get(MessagingKey.PUSH_KEYS));
    }

    /** What the server's own configuration file says of it. No key is in it. */
    public SortedMap<String, String> serverProperties() {
        SortedMap<String, String> values = new TreeMap<>();
        texts.forEach((key, text) -> {
            switch (key) {
                case PUSH_PORT -> values.put("push", "0.0.0.0:" + text);
                case PUSH_KEYS -> values.put("api-keys", KEYS_FILE);
                case HANDLER, BACKEND, PUBLIC_TOPICS -> values.put(key.key(), text);
            }
        });
        return values;
    }

    /** US dollars a month for a private name and a secret; nothing without a push port. */
    public double monthlyCost() {
        return pushPort().isPresent() ? Price.PRIVATE_ZONE_MONTH.dollars() + Price.SECRET_MONTH.dollars() : 0;
    }

    private void requireKeysOfThePort() {
        pushPort().ifPresent(port -> {
            if (port < HostPorts.LOWEST || port > HostPorts.HIGHEST) {
                throw RefusedException.of(
                        MessagingKey.PUSH_PORT.key(),
                        port,
                        "is outside",
                        HostPorts.LOWEST + "-" + HostPorts.HIGHEST,
                        "give one there");
            }
            if (port == Rotation.HEALTH_PORT) {
                throw RefusedException.of(
                        MessagingKey.PUSH_PORT.key(), port, "is that of", "health checks", "choose another one");
            }
        });
        if (pushPort().isPresent() != pushKeys().isPresent()) {
            throw RefusedException.of(
                    MessagingKey.PUSH_KEYS.key(),
                    pushKeys().orElse(""),
                    "does not go with",
                    MessagingKey.PUSH_PORT.key() + "=" + texts.getOrDefault(MessagingKey.PUSH_PORT, ""),
                    "give both, or neither: only who has a key may push");
        }
    }

    /** What the server refuses, too: what would do nothing, and what is no address to post to. */
    private void requireSense() {
        String topics = texts.get(MessagingKey.PUBLIC_TOPICS);
        String backend = texts.get(MessagingKey.BACKEND);
        String handler = texts.getOrDefault(MessagingKey.HANDLER, "idle");
        if (topics != null && pushPort().isEmpty()) {
            throw RefusedException.of(
                    MessagingKey.PUBLIC_TOPICS.key(),
                    topics,
                    "is given without",
                    "push-port, through which alone is published",
                    "give push-port too, or leave public-topics out");
        }
        if (!handler.equals("idle") && (topics != null || backend != null)) {
            throw RefusedException.of(
                    MessagingKey.HANDLER.key(),
                    handler,
                    "is given beside",
                    "public-topics or backend, which answer messages themselves",
                    "leave handler out, or them");
        }
        if (backend != null && !isPostable(backend)) {
            throw RefusedException.of(
                    MessagingKey.BACKEND.key(),
                    // Without what may be a password: builds keep what they print.
                    backend.replaceAll("//.*@", "//***@"),
                    "is not",
                    "a URL without user and fragment, which are not sent",
                    "write it as http://backend.internal:3000/events");
        }
    }

    static boolean isPostable(String url) {
        try {
            URI uri = new URI(url);
            return uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null;
        } catch (URISyntaxException unreadable) {
            return false;
        }
    }
}
