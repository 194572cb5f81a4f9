package dev.mooring.server;

import java.time.Instant;

/**
 * A time in which messages may have been lost on their way to this host: the engine was away, or the connection to it.
 *
 * @param engine which one, without its password
 * @param from when it was heard from last
 * @param until when it had been told again all that is heard here
 * @param audiences how many topics and users of this host that was
 */
public record EngineGap(String engine, Instant from, Instant until, long audiences) {}
