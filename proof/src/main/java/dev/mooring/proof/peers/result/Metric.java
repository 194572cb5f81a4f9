package dev.mooring.proof.peers.result;

import java.util.Locale;

/** What is measured of each server, in the order it is printed; lower is better except for rates. */
public enum Metric {
    STATE_PER_CONNECTION("live heap or native bytes per idle connection", "B", 0, false, "state/conn"),
    RESIDENT_PER_CONNECTION("RSS slope per connection", "B", 0, false, "RSS/conn"),
    FIXED_RESIDENT("fixed RSS, no connection", "MiB", 1, false, "fixed RSS"),
    SYSCALLS_PER_PING("syscalls per ping+pong", "", 2, true, "syscalls/ping"),
    CPU_PER_PING("CPU per ping+pong, without JIT", "us", 1, true, "CPU/ping"),
    IDLE_CPU("CPU without a connection, without JIT, per second", "ms", 2, false, "idle CPU/s"),
    CPU_PER_PING_IDLE("of it what the process spends without a connection, per ping", "us", 1, false, ""),
    CPU_PER_PING_ALONE("CPU per ping+pong, without JIT and idle part", "us", 1, true, "CPU/ping alone"),
    CPU_PER_PING_COMPILER("JIT threads beside it, per ping", "us", 1, false, ""),
    CPU_PER_PING_COLLECTOR("GC threads in it, per ping", "us", 1, false, ""),
    CPU_PER_HANDSHAKE("CPU per handshake, warm, without JIT", "us", 1, true, "CPU/handshake"),
    CPU_PER_HANDSHAKE_COMPILER("JIT threads beside it, per handshake", "us", 1, false, ""),
    HANDSHAKES_PER_SECOND("handshakes per second, wall", "/s", 0, false, "handshakes"),
    CPU_PER_MESSAGE("CPU per echoed message", "us", 1, true, "CPU/echo"),
    MESSAGES_PER_SECOND("echoed messages per second, wall", "/s", 0, false, "echoes"),
    MESSAGE_P50("echo round trip, median", "ms", 1, false, "echo p50"),
    MESSAGE_P99("echo round trip, 99th percentile", "ms", 1, false, "echo p99"),
    CPU_PER_DELIVERY("CPU per delivery of a broadcast, without JIT", "us", 1, false, "CPU/delivery"),
    CPU_PER_TOPIC_DELIVERY("CPU per delivery of a topic's message to 5,000 subscribers", "us", 2, true, "CPU/topic"),
    PUSH_P50("push to one connection, median", "ms", 2, false, "push p50"),
    PUSH_P99("push to one connection, 99th percentile", "ms", 2, false, "push p99"),
    CPU_PER_PUSH("CPU per push over HTTP at 10,000/s", "us", 1, false, "CPU/push"),
    CPU_PER_EMPTY_REQUEST("CPU per HTTP request that does nothing, at 10,000/s", "us", 1, false, "CPU/request");

    private final String label;
    private final String unit;
    private final int decimals;
    private final boolean ratio;
    private final String heading;

    Metric(String label, String unit, int decimals, boolean ratio, String heading) {
        this.label = label;
        this.unit = unit;
        this.decimals = decimals;
        this.ratio = ratio;
        this.heading = heading;
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

    /** Whether it is a column of the table; what is not stands with the details of its server. */
    public boolean isColumn() {
        return !heading.isEmpty();
    }

    public String heading() {
        return heading;
    }
}
