/** The end of a server: every connection closed, spread evenly over a window. */
@NullMarked
package dev.mooring.server.drain;

import org.jspecify.annotations.NullMarked;
