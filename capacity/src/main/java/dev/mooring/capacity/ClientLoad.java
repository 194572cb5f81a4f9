package dev.mooring.capacity;

/**
 * What clients cost a host.
 *
 * @param keepalive what the pings cost
 * @param storm how fast all clients can return
 */
public record ClientLoad(KeepaliveLoad keepalive, ReconnectStorm storm) {}
