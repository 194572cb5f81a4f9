/** The client's half of WebSocket framing, RFC 6455 section 5, without sockets. */
@NullMarked
package dev.mooring.loadgenerator.frame;

import org.jspecify.annotations.NullMarked;
