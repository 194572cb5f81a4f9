package dev.mooring.loadgenerator.plan;

import dev.mooring.capacity.unit.RefusedException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What a run expects of the server besides open connections and answers.
 *
 * @param closes close codes of the server that are not failures
 * @param pingInterval the server's keepalive; empty when it is to be seen from the pings
 */
public record Expectations(Set<Integer> closes, Optional<Duration> pingInterval) {
    public static final Expectations NONE = new Expectations(Set.of(), Optional.empty());

    public Expectations {
        closes = Set.copyOf(closes);
        closes.forEach(Expectations::requireCloseCode);
        if (pingInterval.filter(Duration::isZero).isPresent()) {
            throw RefusedException.of("expect-ping", "0s", "is less than", "1ms", "give the server's ping interval");
        }
    }

    /** What may be sent as a close code: RFC 6455 section 7.4.2. */
    private static void requireCloseCode(int code) {
        if (code < 1000 || code > 4999) {
            throw RefusedException.of("expect-close", code, "is outside", "1000-4999", "give a code that servers send");
        }
    }
}
