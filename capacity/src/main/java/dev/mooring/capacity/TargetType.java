package dev.mooring.capacity;

import dev.mooring.capacity.unit.RefusedException;
import java.util.Locale;

/** What a host is to its load balancer. AWS replaces a group of targets whose type changes, and so empties the load balancer. */
public enum TargetType {
    /** Its address, once for each port, which any type of instance can be: the clients' addresses are not shown to it. */
    ADDRESS,
    /** Its instance, which those of the previous generation cannot be: clients keep their addresses. */
    INSTANCE;

    /**
     * The one that is called so.
     *
     * @param name of the input, for the refusal
     * @throws RefusedException when none is
     */
    static TargetType parse(String name, String text) {
        return switch (text) {
            case "address" -> ADDRESS;
            case "instance" -> INSTANCE;
            default -> throw RefusedException.of(name, text, "is not one of", "address, instance", "write one of them");
        };
    }

    /** As an input has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
