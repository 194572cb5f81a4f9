package dev.mooring.server;

import java.time.Instant;

/**
 * When a connection came and when it was last active.
 *
 * @param connectedAt when its id was drawn, which is at its handshake where the application looks at that; to the second
 * @param lastActiveAt when it last said something or was pinged, as exact as the keepalive: to a 256th of its interval
 */
public record ConnectionTimes(Instant connectedAt, Instant lastActiveAt) {}
