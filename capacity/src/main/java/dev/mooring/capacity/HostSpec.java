package dev.mooring.capacity;

import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.PortRange;

/**
 * What a host is to give its server.
 *
 * @param ports listening ports of the server
 * @param userBytes heap that the application keeps per connection
 * @param nofile open files of the server's process
 * @param conntrackMax size of the host's conntrack table
 */
public record HostSpec(PortRange ports, Bytes userBytes, long nofile, long conntrackMax) {}
