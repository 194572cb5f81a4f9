/** Calls to the application's backend over HTTP: pooled, bounded in number and time, in order for each connection. */
@NullMarked
package dev.mooring.server.backend;

import org.jspecify.annotations.NullMarked;
