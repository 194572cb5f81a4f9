package dev.mooring.capacity;

import java.time.Duration;

/**
 * What keeps a connection open, and what ends one.
 *
 * @param keepalive time between two pings to one peer
 * @param pongTimeout how long a silent peer may take to answer
 * @param idleTimeout idle timeout of the load balancer
 */
public record KeepaliveTiming(Duration keepalive, Duration pongTimeout, Duration idleTimeout) {}
