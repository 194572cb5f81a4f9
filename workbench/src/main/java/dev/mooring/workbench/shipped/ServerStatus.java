package dev.mooring.workbench.shipped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mooring.capacity.unit.Bytes;
import java.time.Duration;

/**
 * What a server says of itself on {@code /status}. A figure that is not in the answer is refused when it is asked for.
 *
 * @param answer the whole of it
 */
public record ServerStatus(JsonNode answer) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static ServerStatus parse(String text) throws JsonProcessingException {
        return new ServerStatus(JSON.readTree(text));
    }

    public boolean draining() {
        return text("/phase").equals("draining");
    }

    /** What it tells a load balancer: in, full or moving. */
    public String rotation() {
        return text("/rotation");
    }

    /** Attempts that it refused for this reason. */
    public long refused(String reason) {
        return answer.at("/connections/refused/" + reason).asLong();
    }

    public int eventLoops() {
        return Math.toIntExact(count("/eventLoops"));
    }

    public long open() {
        return count("/connections/open");
    }

    /** Handshakes since the start. */
    public long upgraded() {
        return count("/connections/upgraded");
    }

    /** Connections that were open and are not. */
    public long ended() {
        return count("/connections/ended");
    }

    public long handshakeFailures() {
        return count("/connections/handshakeFailures");
    }

    public long slowCloses() {
        return count("/connections/slowCloses");
    }

    /** How many connections were closed with this code; 0 when none was. */
    public long closed(int code) {
        return answer.at("/connections/closed/" + code).asLong();
    }

    public long pingsSent() {
        return count("/keepalive/pingsSent");
    }

    public long pongsReceived() {
        return count("/keepalive/pongsReceived");
    }

    public long pingTimeouts() {
        return count("/keepalive/pingTimeouts");
    }

    /** Garbage collections since the start. */
    public long collections() {
        return count("/collectionPauses/count");
    }

    public Duration longestCollection() {
        return seconds("/collectionPauses/longestSeconds");
    }

    public Duration cpuTime() {
        return seconds("/cpuSeconds");
    }

    public Bytes heapUsed() {
        return Bytes.of(count("/memory/heapUsedBytes"));
    }

    /** What is kept for peers that have not taken it. */
    public Bytes queued() {
        return Bytes.of(count("/messages/queuedBytes"));
    }

    private long count(String pointer) {
        return answer.requiredAt(pointer).asLong();
    }

    private String text(String pointer) {
        return answer.requiredAt(pointer).asText();
    }

    private Duration seconds(String pointer) {
        return Duration.ofNanos(Math.round(answer.requiredAt(pointer).asDouble() * 1e9));
    }
}
