/**
 * The record layer of TLS 1.3 and 1.2 after the handshake, without knowing a socket: what a connection keeps is one
 * array of 56 to 112 bytes.
 */
@NullMarked
package dev.mooring.tls.record;

import org.jspecify.annotations.NullMarked;
