package dev.mooring.capacity;

import java.util.OptionalLong;

/**
 * How large the whole fleet is.
 *
 * @param total connections of the whole fleet
 * @param spare hosts whose loss the others carry
 * @param maxHosts hosts at most; empty for twice the hosts needed
 * @param move whether fuller hosts send connections to emptier ones
 */
public record FleetBounds(long total, Spare spare, OptionalLong maxHosts, boolean move) {}
