/** The server over real loopback sockets: what its limits, its drain and its embedding API do to a peer. */
@NullMarked
package dev.mooring.server.functional;

import org.jspecify.annotations.NullMarked;
