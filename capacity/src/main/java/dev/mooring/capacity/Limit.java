package dev.mooring.capacity;

/**
 * A bound on the connections of one host.
 *
 * @param name the setting or resource that binds
 * @param connections the connections per host at which it binds
 * @param remedy what raises it
 */
public record Limit(String name, long connections, String remedy) {}
