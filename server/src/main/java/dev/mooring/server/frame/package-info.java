/** RFC 6455 frames and messages, decoded and encoded without knowing a socket. */
@NullMarked
package dev.mooring.server.frame;

import org.jspecify.annotations.NullMarked;
