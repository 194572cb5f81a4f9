package dev.mooring.capacity;

import dev.mooring.capacity.unit.RefusedException;
import java.util.Locale;

/** What stands between the clients and the hosts. */
public enum Front {
    /** A Network Load Balancer; every connection is tracked by the security group. */
    NLB,
    /** Nothing: clients connect to the host's own address, and open security group rules avoid tracking. */
    DIRECT;

    /**
     * The front that is called so.
     *
     * @param name of the input, for the refusal
     * @throws RefusedException when none is
     */
    public static Front parse(String name, String text) {
        return switch (text) {
            case "nlb" -> NLB;
            case "direct" -> DIRECT;
            default -> throw RefusedException.of(name, text, "is not one of", "nlb, direct", "write one of them");
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
