package dev.mooring.rehearsal.measure;

import java.time.Duration;

/**
 * What the server did in a time without handshakes.
 *
 * @param cpu run time of all its threads
 * @param pings sent, each answered by a pong
 */
public record KeepaliveWindow(Duration length, Duration cpu, long pings) {
    public double cpuMicrosPerPing() {
        return cpu.toNanos() / 1e3 / Math.max(1, pings);
    }
}
