package dev.mooring.proof.soak.process;

import com.fasterxml.jackson.databind.JsonNode;

/** The counters of a server, from its admin port. */
public record Status(
        long open,
        long upgraded,
        long handshakeFailures,
        long pingsSent,
        long pongsReceived,
        long pingTimeouts,
        long collections,
        double longestCollectionSeconds) {
    static Status of(JsonNode node) {
        JsonNode connections = node.required("connections");
        JsonNode keepalive = node.required("keepalive");
        JsonNode pauses = node.required("collectionPauses");
        return new Status(
                connections.required("open").asLong(),
                connections.required("upgraded").asLong(),
                connections.required("handshakeFailures").asLong(),
                keepalive.required("pingsSent").asLong(),
                keepalive.required("pongsReceived").asLong(),
                keepalive.required("pingTimeouts").asLong(),
                pauses.required("count").asLong(),
                pauses.required("longestSeconds").asDouble());
    }
}
