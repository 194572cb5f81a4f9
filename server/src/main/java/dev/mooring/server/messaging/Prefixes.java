package dev.mooring.server.messaging;

import java.util.List;

/** The beginnings of topic names that are open to clients. None is open by default. */
public record Prefixes(List<String> prefixes) {
    /** Nothing is open. */
    public static final Prefixes NONE = new Prefixes(List.of());

    public Prefixes {
        prefixes = List.copyOf(prefixes);
    }

    /** Whether the topic is one of those. */
    public boolean open(String topic) {
        return prefixes.stream().anyMatch(topic::startsWith);
    }
}
