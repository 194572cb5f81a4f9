package dev.mooring.proof.peers;

import java.time.Duration;

/**
 * The pings of a round.
 *
 * @param interval the keepalive of the servers; {@code connections / interval} pings a second
 * @param warmUp before the first ping that counts, so that hot code is compiled
 * @param window how long pings and messages are counted
 */
public record PingLoad(Duration interval, Duration warmUp, Duration window) {}
