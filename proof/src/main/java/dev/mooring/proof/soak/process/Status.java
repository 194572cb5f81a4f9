package dev.mooring.proof.soak.process;

import com.fasterxml.jackson.databind.JsonNode;

/** The counters of a server, from its admin port. */
public record Status(
        boolean draining,
        long open,
        long upgraded,
        long handshakeFailures,
        long pingsSent,
        long pongsReceived,
        long pingTimeouts,
        long slowCloses,
        long collections,
        double longestCollectionSeconds,
        long heapUsedBytes,
        long queuedBytes) {
    static Status of(JsonNode node) {
        JsonNode connections = node.required("connections");
        JsonNode keepalive = node.required("keepalive");
        JsonNode pauses = node.required("collectionPauses");
        return new Status(
                node.required("phase").asText().equals("draining"),
                connections.required("open").asLong(),
                connections.required("upgraded").asLong(),
                connections.required("handshakeFailures").asLong(),
                keepalive.required("pingsSent").asLong(),
                keepalive.required("pongsReceived").asLong(),
                keepalive.required("pingTimeouts").asLong(),
                connections.required("slowCloses").asLong(),
                pauses.required("count").asLong(),
                pauses.required("longestSeconds").asDouble(),
                node.required("memory").required("heapUsedBytes").asLong(),
                node.required("messages").required("queuedBytes").asLong());
    }
}
