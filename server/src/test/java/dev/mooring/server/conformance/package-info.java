/** The server over real loopback sockets: what RFC 6455 and the PROXY protocol ask of it. */
@NullMarked
package dev.mooring.server.conformance;

import org.jspecify.annotations.NullMarked;
