package dev.mooring.proof.peers.result;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * A number that must hold for Mooring.
 *
 * @param most the largest value that holds
 * @param asRatio whether {@code most} bounds the ratio to the floor; CPU time means nothing from one machine to another
 */
public record Goal(Metric metric, double most, boolean asRatio) {
    public static final List<Goal> ALL = List.of(
            new Goal(Metric.STATE_PER_CONNECTION, 128, false),
            new Goal(Metric.RESIDENT_PER_CONNECTION, 256, false),
            new Goal(Metric.FIXED_RESIDENT, 72, false),
            new Goal(Metric.SYSCALLS_PER_PING, 2.1, false),
            new Goal(Metric.CPU_PER_PING_ALONE, 1.05, true),
            new Goal(Metric.CPU_PER_HANDSHAKE, 1.2, true),
            new Goal(Metric.CPU_PER_MESSAGE, 1.2, true),
            new Goal(Metric.CPU_PER_TOPIC_DELIVERY, 1.1, true));

    /** Over wss, where the floor has a session of OpenSSL for each connection. */
    public static final List<Goal> OVER_TLS = List.of(
            new Goal(Metric.STATE_PER_CONNECTION, 210, false),
            new Goal(Metric.RESIDENT_PER_CONNECTION, 300, false),
            new Goal(Metric.CPU_PER_PING_ALONE, 1.1, true),
            new Goal(Metric.CPU_PER_HANDSHAKE, 1.3, true));

    /** Those of a server, by its name; only Mooring has some. */
    public static List<Goal> of(String server) {
        return switch (server) {
            case "mooring" -> ALL;
            case "mooring-tls" -> OVER_TLS;
            default -> List.of();
        };
    }

    public static Optional<Goal> of(Metric metric) {
        return ALL.stream().filter(goal -> goal.metric() == metric).findFirst();
    }

    /** Empty when the run has no value to judge: not measured is not held. */
    public Optional<Boolean> holds(Samples samples, Samples floor) {
        Optional<Double> value =
                asRatio ? samples.ratio(metric, floor) : samples.spread(metric).map(Spread::median);
        return value.map(measured -> measured <= most);
    }

    public String text() {
        String bound = BigDecimal.valueOf(most).stripTrailingZeros().toPlainString();
        return "<= " + (asRatio ? bound + "x" : bound);
    }
}
