package dev.mooring.proof.soak.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * What clients saw up to the end of their hold, from the report of the load generator.
 *
 * @param notOpened attempts that were refused or failed
 * @param lost connections that ended without the clients' wish
 * @param replaced connections that the clients closed and opened anew
 * @param longestPingGap the longest that any connection was without a ping
 */
public record ClientFigures(
        long open,
        long opened,
        long notOpened,
        long lost,
        long reconnects,
        long replaced,
        long pings,
        Duration rampTime,
        Duration connectMedian,
        Duration connectP99,
        Duration connectLongest,
        Duration longestPingGap) {
    static ClientFigures of(JsonNode report) {
        JsonNode held = report.required("afterHold");
        JsonNode connect = report.required("connectMicros");
        return new ClientFigures(
                report.required("open").asLong(),
                held.required("opened").asLong(),
                sum(held.required("refused")) + sum(held.required("failed")),
                sum(held.required("lost")),
                held.required("reconnects").asLong(),
                held.required("replaced").asLong(),
                held.required("pings").asLong(),
                Duration.ofMillis(report.required("rampMillis").asLong()),
                micros(connect.path("p50")),
                micros(connect.path("p99")),
                micros(connect.path("max")),
                Duration.ofMillis(report.required("longestPingGapMillis").asLong()));
    }

    private static long sum(JsonNode tally) {
        return tally.valueStream().mapToLong(JsonNode::asLong).sum();
    }

    private static Duration micros(JsonNode node) {
        return Duration.ofNanos(node.asLong() * 1_000);
    }
}
