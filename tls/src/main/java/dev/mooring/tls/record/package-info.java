/**
 * The record layer of TLS 1.3 after the handshake, RFC 8446 section 5, without knowing a socket: what a connection keeps is one
 * array of 80 or 112 bytes.
 */
@NullMarked
package dev.mooring.tls.record;

import org.jspecify.annotations.NullMarked;
