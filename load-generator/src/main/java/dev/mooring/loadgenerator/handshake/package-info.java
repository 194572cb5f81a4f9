/** The client's half of the WebSocket opening handshake, RFC 6455 section 4, without sockets. */
@NullMarked
package dev.mooring.loadgenerator.handshake;

import org.jspecify.annotations.NullMarked;
