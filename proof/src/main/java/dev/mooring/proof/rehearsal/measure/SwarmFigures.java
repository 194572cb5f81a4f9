package dev.mooring.proof.rehearsal.measure;

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
 * @param lost by reason, the drain's 1012 among them
 * @param problems sentences; none when the clients were served as asked
 */
public record SwarmFigures(
        long asked,
        long opened,
        Duration rampTime,
        Map<String, Long> lost,
        long pings,
        Percentiles connectMicros,
        Percentiles pingIntervalMillis,
        List<String> problems) {
    private static final String DRAINED = "close 1012";

    /** The middle and the hundredth part at the end; both 0 when nothing was recorded. */
    public record Percentiles(long p50, long p99) {}

    public SwarmFigures {
        lost = Map.copyOf(lost);
        problems = List.copyOf(problems);
    }

    public static SwarmFigures read(Path file) throws IOException {
        return of(new ObjectMapper().readTree(file.toFile()));
    }

    public static SwarmFigures of(JsonNode report) {
        JsonNode held = report.required("afterHold");
        Map<String, Long> lost = new TreeMap<>();
        held.required("lost")
                .properties()
                .forEach(entry -> lost.put(entry.getKey(), entry.getValue().asLong()));
        return new SwarmFigures(
                report.required("plan").required("connections").asLong(),
                report.required("afterRamp").required("opened").asLong(),
                Duration.ofMillis(report.required("rampMillis").asLong()),
                lost,
                held.required("pings").asLong(),
                percentiles(report.required("connectMicros")),
                percentiles(report.required("pingIntervalMillis")),
                report.required("problems").valueStream().map(JsonNode::asText).toList());
    }

    public double handshakesPerSecond() {
        return opened / Math.max(1e-3, rampTime.toNanos() / 1e9);
    }

    /** Connections that ended although nobody drained the server. */
    public long lostUnexpectedly() {
        return lost.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(DRAINED))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static Percentiles percentiles(JsonNode node) {
        return new Percentiles(node.path("p50").asLong(), node.path("p99").asLong());
    }
}
