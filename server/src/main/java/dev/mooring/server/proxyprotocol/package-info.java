/** The PROXY protocol's binary header, by which a load balancer tells the client's address. */
@NullMarked
package dev.mooring.server.proxyprotocol;

import org.jspecify.annotations.NullMarked;
