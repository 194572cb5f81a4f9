package dev.mooring.workbench.shipped;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the clients saw, from the JSON report of the load generator.
 *
 * @param lost connections by reason
 * @param moved connections closed by a drain, with its 1012
 * @param notOpened attempts that were refused or failed, by reason
 * @param open connections at the end of the hold
 * @param problems sentences; none when the clients were served as asked
 */
public record SwarmFigures(
        long asked,
        long opened,
        Duration rampTime,
        Map<String, Long> lost,
        long moved,
        Map<String, Long> notOpened,
        long open,
        long pings,
        Percentiles connectMicros,
        Percentiles pingIntervalMillis,
        List<String> problems) {
    /** The middle and the hundredth part at the end; both 0 when nothing was recorded. */
    public record Percentiles(long p50, long p99) {}

    public SwarmFigures {
        lost = Map.copyOf(lost);
        notOpened = Map.copyOf(notOpened);
        problems = List.copyOf(problems);
    }

    public static SwarmFigures read(Path file) throws IOException {
        return of(new ObjectMapper().readTree(file.toFile()));
    }

    public static SwarmFigures of(JsonNode report) {
        JsonNode held = report.required("afterHold");
        Map<String, Long> notOpened = new TreeMap<>(tally(held.required("refused")));
        notOpened.putAll(tally(held.required("failed")));
        return new SwarmFigures(
                report.required("plan").required("connections").asLong(),
                report.required("afterRamp").required("opened").asLong(),
                Duration.ofMillis(report.required("rampMillis").asLong()),
                tally(held.required("lost")),
                held.required("moved").asLong(),
                notOpened,
                report.required("open").asLong(),
                held.required("pings").asLong(),
                percentiles(report.required("connectMicros")),
                percentiles(report.required("pingIntervalMillis")),
                report.required("problems").valueStream().map(JsonNode::asText).toList());
    }

    public double handshakesPerSecond() {
        return opened / Math.max(1e-3, rampTime.toNanos() / 1e9);
    }

    /** Connections that ended although nobody drained the server, or by the drain without its Close. */
    public long lostCount() {
        return lost.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<String, Long> tally(JsonNode node) {
        Map<String, Long> counts = new TreeMap<>();
        node.properties()
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue().asLong()));
        return counts;
    }

    private static Percentiles percentiles(JsonNode node) {
        return new Percentiles(node.path("p50").asLong(), node.path("p99").asLong());
    }
}
