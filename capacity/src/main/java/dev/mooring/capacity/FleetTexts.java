package dev.mooring.capacity;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.capacity.unit.PortRange;
import dev.mooring.capacity.unit.RefusedException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/** The inputs of a fleet as texts, and how each is read. Numbers and booleans of JSON are taken by their text. */
final class FleetTexts {
    /** More than any host or fleet holds, and small enough that no product of the plan overflows. */
    private static final long MAX_COUNT = 1_000_000_000;

    private static final Bytes MAX_SIZE = Bytes.mebi(64);

    private final Map<FleetKey, String> texts;

    private FleetTexts(Map<FleetKey, String> texts) {
        this.texts = texts;
    }

    static FleetTexts of(Map<String, ?> inputs) {
        Map<FleetKey, String> texts = new EnumMap<>(FleetKey.class);
        inputs.forEach((name, value) -> texts.put(known(name, value), text(name, value)));
        return new FleetTexts(texts);
    }

    FleetSpec spec() {
        long connections = count(FleetKey.CONNECTIONS.key(), text(FleetKey.CONNECTIONS));
        return new FleetSpec(
                connections,
                InstanceCatalog.find(text(FleetKey.INSTANCE_TYPE)),
                new Ingress(
                        Front.parse(FleetKey.FRONT.key(), text(FleetKey.FRONT)),
                        TargetType.parse(FleetKey.TARGET_TYPE.key(), text(FleetKey.TARGET_TYPE)),
                        Tls.parse(FleetKey.TLS.key(), text(FleetKey.TLS)),
                        flag(FleetKey.PROXY_PROTOCOL)),
                new FleetBounds(
                        count(FleetKey.TOTAL).orElse(connections),
                        Spare.parse(FleetKey.SPARE.key(), text(FleetKey.SPARE)),
                        count(FleetKey.MAX_HOSTS),
                        flag(FleetKey.MOVE)),
                new KeepaliveTiming(
                        duration(FleetKey.KEEPALIVE), duration(FleetKey.PONG_TIMEOUT), duration(FleetKey.IDLE_TIMEOUT)),
                new HostSpec(
                        PortRange.parse(FleetKey.PORTS.key(), text(FleetKey.PORTS)),
                        size(FleetKey.USER_BYTES),
                        count(FleetKey.NOFILE).orElse(DescriptorBudget.nofileFor(connections)),
                        count(FleetKey.CONNTRACK_MAX).orElse(ConntrackBudget.maxFor(connections))));
    }

    private OptionalLong count(FleetKey key) {
        String text = texts.get(key);
        return text == null ? OptionalLong.empty() : OptionalLong.of(count(key.key(), text));
    }

    private static long count(String name, String text) {
        if (!text.matches("\\d{1,18}")) {
            throw RefusedException.of(name, text, "is not", "a whole number", "write digits only, as in 600000");
        }
        long number = Long.parseLong(text);
        if (number < 1 || number > MAX_COUNT) {
            throw RefusedException.of(name, text, "is outside", "1-" + MAX_COUNT, "give a number in that range");
        }
        return number;
    }

    private boolean flag(FleetKey key) {
        String text = text(key);
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw RefusedException.of(key.key(), text, "is not one of", "true, false", "write one of them");
        };
    }

    private Duration duration(FleetKey key) {
        return DurationText.parse(key.key(), text(key));
    }

    private Bytes size(FleetKey key) {
        Bytes size = Bytes.parse(key.key(), text(key));
        if (size.compareTo(MAX_SIZE) > 0) {
            throw RefusedException.of(key.key(), size, "is more than", MAX_SIZE, "give a smaller size");
        }
        return size;
    }

    private String text(FleetKey key) {
        return texts.getOrDefault(key, key.defaultText());
    }

    private static FleetKey known(String name, Object value) {
        return FleetKey.find(name)
                .orElseThrow(() -> RefusedException.of(
                        name, value, "is not one of the inputs", FleetKey.known(), "correct the name or remove it"));
    }

    private static String text(String name, Object value) {
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        throw RefusedException.of(name, value, "is not", "a text, a number or a boolean", "write a single value");
    }
}
