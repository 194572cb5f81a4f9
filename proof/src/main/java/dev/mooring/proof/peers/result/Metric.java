package dev.mooring.proof.peers.result;

import java.util.Locale;

/** What is measured of each server, in the order it is printed; lower is better except for rates. */
public enum Metric {
    STATE_PER_CONNECTION("live heap or native bytes per idle connection", "B", 0, false),
    RESIDENT_PER_CONNECTION("RSS slope per connection", "B", 0, false),
    FIXED_RESIDENT("fixed RSS, no connection", "MiB", 1, false),
    SYSCALLS_PER_PING("syscalls per ping+pong", "", 2, true),
    CPU_PER_PING("CPU per ping+pong, without JIT", "us", 1, true),
    CPU_PER_PING_COMPILER("  JIT threads beside it", "us", 1, false),
    CPU_PER_PING_COLLECTOR("  of it GC threads", "us", 1, false),
    CPU_PER_HANDSHAKE("CPU per handshake, warm, without JIT", "us", 1, true),
    CPU_PER_HANDSHAKE_COMPILER("  JIT threads beside it", "us", 1, false),
    HANDSHAKES_PER_SECOND("handshakes per second, wall", "/s", 0, false),
    CPU_PER_MESSAGE("CPU per echoed message", "us", 1, true),
    MESSAGES_PER_SECOND("echoed messages per second, wall", "/s", 0, false),
    MESSAGE_P99("echo round trip, 99th percentile", "ms", 1, false);

    private final String label;
    private final String unit;
    private final int decimals;
    private final boolean ratio;

    Metric(String label, String unit, int decimals, boolean ratio) {
        this.label = label;
        this.unit = unit;
        this.decimals = decimals;
        this.ratio = ratio;
    }

    /** The name in JSON, {@code syscalls-per-ping}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String label() {
        return label;
    }

    public String unit() {
        return unit;
    }

    public int decimals() {
        return decimals;
    }

    /** Whether a ratio to the floor says something; the floor keeps almost no memory, so a ratio of bytes does not. */
    public boolean hasRatio() {
        return ratio;
    }
}
