/** The opening handshake of RFC 6455, parsed and answered without knowing a socket. */
@NullMarked
package dev.mooring.server.handshake;

import org.jspecify.annotations.NullMarked;
