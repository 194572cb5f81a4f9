package dev.mooring.capacity;

import dev.mooring.capacity.unit.RefusedException;

/**
 * What a fleet may lose without a warning while the hosts that are left hold everybody: a number of hosts, or those of one
 * availability zone, over which an Auto Scaling group spreads its hosts evenly.
 *
 * @param hosts how many may go; 0 with a zone
 * @param zone whether a whole zone may go
 */
public record Spare(long hosts, boolean zone) {
    /** A fleet without one host too many. */
    public static final Spare NONE = new Spare(0, false);

    private static final String ZONE = "zone";
    private static final long MAX_HOSTS = 1_000;

    static Spare parse(String name, String text) {
        if (text.equals(ZONE)) {
            return new Spare(0, true);
        }
        if (!text.matches("\\d{1,4}") || Long.parseLong(text) > MAX_HOSTS) {
            throw RefusedException.of(
                    name,
                    text,
                    "is neither",
                    "a number of hosts from 0 to " + MAX_HOSTS + " nor zone",
                    "write one of them");
        }
        return new Spare(Long.parseLong(text), false);
    }

    /** The fewest hosts of which so many are left when the spare ones are lost. */
    long hostsFor(long needed, int zones) {
        return zone ? needed + Math.ceilDiv(needed, zones - 1) : needed + hosts;
    }

    /** How many of so many hosts may be lost: in a zone, as many as the fullest has. */
    long lostOf(long all, int zones) {
        return zone ? Math.ceilDiv(all, zones) : hosts;
    }

    /** What may be lost, for a sentence. */
    public String described() {
        return zone ? "one zone" : hosts == 1 ? "one host" : hosts + " hosts";
    }

    @Override
    public String toString() {
        return zone ? ZONE : Long.toString(hosts);
    }
}
