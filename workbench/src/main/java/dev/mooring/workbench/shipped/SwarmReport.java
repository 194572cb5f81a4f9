package dev.mooring.workbench.shipped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the clients saw up to the end of their hold, from the JSON report of swarm. A figure that is not in it is refused
 * when it is asked for.
 *
 * @param answer the whole report
 */
public record SwarmReport(JsonNode answer) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** In the unit of what was measured; all 0 when nothing was recorded. */
    public record Percentiles(long p50, long p99, long max) {}

    public static SwarmReport read(Path file) throws IOException {
        return parse(Files.readString(file));
    }

    public static SwarmReport parse(String text) throws JsonProcessingException {
        return new SwarmReport(JSON.readTree(text));
    }

    /** The connections that were asked for. */
    public long asked() {
        return count("/plan/connections");
    }

    public long openedInRamp() {
        return count("/afterRamp/opened");
    }

    /** Opened in all, reconnects among them. */
    public long opened() {
        return count("/afterHold/opened");
    }

    public Duration rampTime() {
        return Duration.ofMillis(count("/rampMillis"));
    }

    /** Connections by the reason they ended for, although nobody drained the server, or by the drain without its Close. */
    public Map<String, Long> lost() {
        return tally("/afterHold/lost");
    }

    public long lostCount() {
        return sum(lost());
    }

    /** Connections closed by a drain, with its 1012. */
    public long moved() {
        return count("/afterHold/moved");
    }

    /** Connections that the clients closed and opened anew. */
    public long replaced() {
        return count("/afterHold/replaced");
    }

    public long reconnects() {
        return count("/afterHold/reconnects");
    }

    /** Attempts that were refused or failed, by reason. */
    public Map<String, Long> notOpened() {
        Map<String, Long> all = new TreeMap<>(tally("/afterHold/refused"));
        all.putAll(tally("/afterHold/failed"));
        return all;
    }

    public long notOpenedCount() {
        return sum(notOpened());
    }

    /** Connections at the end of the hold. */
    public long open() {
        return count("/open");
    }

    public long pings() {
        return count("/afterHold/pings");
    }

    public Percentiles connectMicros() {
        return percentiles("/connectMicros");
    }

    public Percentiles pingIntervalMillis() {
        return percentiles("/pingIntervalMillis");
    }

    /** The longest that any connection was without a ping. */
    public Duration longestPingGap() {
        return Duration.ofMillis(count("/longestPingGapMillis"));
    }

    /** Sentences; none when the clients were served as asked. */
    public List<String> problems() {
        return answer.requiredAt("/problems")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    public double handshakesPerSecond() {
        return openedInRamp() / Math.max(1e-3, rampTime().toNanos() / 1e9);
    }

    private long count(String pointer) {
        return answer.requiredAt(pointer).asLong();
    }

    private Map<String, Long> tally(String pointer) {
        Map<String, Long> counts = new TreeMap<>();
        answer.requiredAt(pointer)
                .properties()
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue().asLong()));
        return counts;
    }

    private Percentiles percentiles(String pointer) {
        JsonNode node = answer.requiredAt(pointer);
        return new Percentiles(
                node.path("p50").asLong(),
                node.path("p99").asLong(),
                node.path("max").asLong());
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
