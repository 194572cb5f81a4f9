/** One message to every connection, at the pace of the connections that keep up. */
@NullMarked
package dev.mooring.server.broadcast;

import org.jspecify.annotations.NullMarked;
