/**
 * The handshake of TLS 1.3 or 1.2 by BoringSSL, for either side, one record at a time: it ends before there is any data, and leaves the
 * secrets with which the record layer goes on.
 */
@NullMarked
package dev.mooring.tls.handshake;

import org.jspecify.annotations.NullMarked;
