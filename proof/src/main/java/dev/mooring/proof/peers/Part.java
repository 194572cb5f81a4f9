package dev.mooring.proof.peers;

import dev.mooring.capacity.unit.RefusedException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a round consists of, in this order. */
enum Part {
    /** System calls of a ping, memory of a connection. */
    STATE,
    KEEPALIVE,
    THROUGHPUT,
    BROADCAST,
    TOPIC,
    PUSH;

    static final String ALL = "all";

    static Set<Part> named(List<String> names) {
        Set<Part> parts = EnumSet.noneOf(Part.class);
        for (String name : names) {
            if (name.equals(ALL)) {
                return EnumSet.allOf(Part.class);
            }
            parts.add(named(name));
        }
        return parts;
    }

    private static Part named(String name) {
        return Stream.of(values())
                .filter(part -> part.text().equals(name))
                .findFirst()
                .orElseThrow(() -> RefusedException.of(
                        "parts",
                        name,
                        "is none of",
                        ALL + "," + Stream.of(values()).map(Part::text).collect(Collectors.joining(",")),
                        "name only these"));
    }

    private String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
