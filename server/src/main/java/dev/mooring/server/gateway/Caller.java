package dev.mooring.server.gateway;

import java.time.Instant;

/**
 * The connection that an event is about.
 *
 * @param id as the push port takes it
 * @param connectedAt the epoch when it is not known any more
 * @param sourceIp empty when it is not known any more
 * @param userAgent empty but for a connect
 */
public record Caller(String id, Instant connectedAt, String sourceIp, String userAgent) {}
