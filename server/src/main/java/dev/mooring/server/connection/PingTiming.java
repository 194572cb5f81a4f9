package dev.mooring.server.connection;

import java.time.Duration;

/**
 * When a silent peer is pinged and dropped.
 *
 * @param keepalive a silent peer is pinged after this
 * @param pongTimeout a pinged peer that stays silent is dropped after this; not more than the keepalive interval
 * @param longestStep how much of a pause of the process counts as time; less than the pong timeout, or the pause would
 *     be taken for the peers' silence
 */
public record PingTiming(Duration keepalive, Duration pongTimeout, Duration longestStep) {}
