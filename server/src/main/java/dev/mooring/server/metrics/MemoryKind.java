package dev.mooring.server.metrics;

import java.util.Locale;

/** What peers can make the server keep: each kind has memory of its own. */
public enum MemoryKind {
    /** Connections that are not WebSockets yet, and the parts of their requests. */
    REQUESTS,
    /** Messages of which a part has arrived. */
    MESSAGES,
    /** What peers have not taken yet, and broadcasts under way. */
    QUEUES;

    /** The value of the metrics' {@code pool} label, and the key in the status. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
