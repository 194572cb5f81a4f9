/** When to ping whom, and when silence is too long: one sweep an event loop, no timer a connection. */
@NullMarked
package dev.mooring.server.keepalive;

import org.jspecify.annotations.NullMarked;
