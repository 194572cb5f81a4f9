package dev.mooring.capacity;

import dev.mooring.capacity.unit.RefusedException;
import java.time.Duration;

/**
 * The host's conntrack table. It stays empty unless a firewall rule asks for tracking; where one does, a table that is
 * too small drops packets of new connections. Formulas: docs/capacity-model.md, "Conntrack".
 *
 * @param max net.netfilter.nf_conntrack_max: what was asked for, rounded up to what the module makes of its hashsize, so
 *     that the plan, the files and the host have one number
 * @param buckets net.netfilter.nf_conntrack_buckets, a quarter of max: every entry is in the table twice, so an average
 *     chain has 8 links
 * @param timeout net.netfilter.nf_conntrack_tcp_timeout_established
 */
public record ConntrackBudget(long max, long buckets, Duration timeout) {
    private static final long DEFAULT_MAX = 1L << 20;
    private static final long SPARE = 1L << 16;

    /** What the module allows itself for each bucket of its option hashsize (kernel: nf_conntrack_init_start). */
    private static final long LOADED_RATIO = 8;

    /** Buckets fill whole pages: 512 of them have 4,096 B (kernel: nf_ct_alloc_hashtable). */
    private static final long PAGE_BUCKETS = 512;

    public static ConntrackBudget of(long max, long connections, Duration timeout) {
        long loaded = Math.ceilDiv(max, LOADED_RATIO * PAGE_BUCKETS) * LOADED_RATIO * PAGE_BUCKETS;
        if (loaded < entriesFor(connections)) {
            throw RefusedException.of(
                    "conntrack-max",
                    max,
                    "is less than",
                    "1.25 x connections=" + connections + " + 65536",
                    "raise conntrack-max to " + entriesFor(connections) + " or lower connections");
        }
        return new ConntrackBudget(loaded, loaded / 4, timeout);
    }

    /**
     * The module's option hashsize. Loaded with it, the kernel sets its maximum to exactly {@link #max}; twice the
     * buckets, for shorter chains, are set by sysctl, which leaves the maximum alone.
     */
    public long hashsize() {
        return max / LOADED_RATIO;
    }

    /** Entries that so many connections need: a quarter more for those that are closing, and 65,536 for the rest. */
    public static long entriesFor(long connections) {
        return Math.ceilDiv(Math.multiplyExact(connections, 5), 4) + SPARE;
    }

    /** The max that is planned when none is asked for: 1,048,576, or the next power of two that suffices. */
    public static long maxFor(long connections) {
        return Math.max(DEFAULT_MAX, Long.highestOneBit(entriesFor(connections) - 1) << 1);
    }

    /** Connections that the table admits: {@link #entriesFor} read backwards. */
    public long connectionsWithin() {
        return Math.max(0, (max - SPARE) * 4 / 5);
    }
}
