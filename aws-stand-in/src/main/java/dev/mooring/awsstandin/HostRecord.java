package dev.mooring.awsstandin;

import java.time.Duration;

/**
 * A multivalue record of one host.
 *
 * @param identifier what tells it from those of the same name
 */
public record HostRecord(String name, String identifier, Duration ttl, String address) {}
