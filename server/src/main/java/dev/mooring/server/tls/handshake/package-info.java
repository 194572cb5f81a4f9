/**
 * The handshakes of TLS 1.3 and 1.2 by BoringSSL, and the certificates it shows. What is left of a handshake is the state that {@link
 * dev.mooring.tls.record} goes on with; nothing native stays with a connection.
 */
@NullMarked
package dev.mooring.server.tls.handshake;

import org.jspecify.annotations.NullMarked;
